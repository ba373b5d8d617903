// The whole image: run it, follow it, cancel it; save the configuration, copy the command, download rows.

import { byId, download, numberText, say, sayError } from "./dom.js";
import { settingsText } from "./history.js";
import { catalogOfTable } from "./state.js";

const EVERY = 300; // milliseconds

/** Ask for the status as long as something runs; who listens to "status" is told each time. */
export function makeWatch(state) {
  let isWatching = false;

  async function watch() {
    if (isWatching) return;
    isWatching = true;
    for (let isBusy = true; isBusy;) {
      try {
        const status = await state.source.status(state.session.extension);
        isBusy = ["run", "grid", "try"].some((work) => status[work]?.state === "running") || status.background?.ready === false;
        state.tell("status", status);
      } catch (error) {
        sayError(error);
        isBusy = error.status === 503;
      }
      if (isBusy) await new Promise((resolve) => { setTimeout(resolve, EVERY); });
    }
    isWatching = false;
  }
  return watch;
}

/** Show how far something is: a bar, and a word beside it. */
export function showProgress(name, { state: now, stage, done, seconds }) {
  const isRunning = now === "running";
  byId(`${name}-progress`).hidden = !isRunning;
  byId(`${name}-cancel`).hidden = !isRunning;
  byId(`${name}-bar`).value = done ?? 0;
  byId(`${name}-stage`).textContent = isRunning ? `${stage || "running"}, ${Math.round(100 * (done ?? 0))} %, ${numberText(seconds ?? 0, 2)} s` : "";
}

const sortedPairs = (settings) => Object.entries(settings ?? {}).sort();

/** The buttons that concern the whole image. */
export function makeRun(state, watch) {
  let seen = "none"; // state of the run at the last look
  let isOwn = false; // it was begun here, and not on another page
  const { source } = state;

  async function start() {
    try {
      await source.run(state.settings);
      seen = "running";
      isOwn = true;
      say("The whole image is run.");
      watch();
    } catch (error) {
      sayError(error);
    }
  }

  async function takeTable(isShown = true) {
    try {
      const catalog = catalogOfTable(await source.table(state.session.extension));
      if (isShown) state.show("run", catalog);
      else {
        state.catalogs.run = catalog;
        state.tell("catalogs");
      }
    } catch (error) {
      sayError(error);
    }
  }

  function showRows(of) {
    if (state.catalogs[of]) state.show(of);
  }

  function follow(status) {
    const { run } = status;
    byId("background-note").textContent = status.background?.ready === false
      ? `The background is measured: ${Math.round(100 * status.background.done)} %.` : "";
    if (!run) return;
    showProgress("run", run);
    byId("run").disabled = run.state === "running";
    if (seen === "running" && run.state !== "running") finish(run);
    else if (seen === "none" && run.state === "done") takeTable(false); // of before this page was loaded
    seen = run.state;
  }

  /** The extension has changed: its rows of the run are others. */
  async function takeOthers(isShown) {
    if (seen === "done") await takeTable(isShown);
  }

  function finish({ state: now, objects, seconds, message }) {
    if (now === "done") {
      say(`The whole image: ${objects} objects in ${numberText(seconds, 3)} s, as the command gives.`);
      if (isOwn || state.of !== "run") takeTable(isOwn);
    } else if (now === "cancelled") say("The run was cancelled.");
    else say(message || "The run failed.", true);
  }

  async function save() {
    try {
      const { saved, text, why } = await source.save(state.settings);
      if (text) download(saved ?? "run.toml", text, "application/toml");
      say(saved ? `Saved in ${saved}.` : `run.toml is in your downloads. ${why ?? ""}`);
    } catch (error) {
      sayError(error);
    }
  }

  async function copy() {
    try {
      const text = await source.command(state.settings);
      byId("command-text").value = text;
      const isCopied = await navigator.clipboard?.writeText(text).then(() => true, () => false);
      if (isCopied) say(`Copied: ${text}`);
      else byId("command-sheet").showModal();
    } catch (error) {
      sayError(error);
    }
  }

  state.on("status", follow);
  const showChoice = () => {
    const isOther = state.of === "run" && JSON.stringify(sortedPairs(state.catalog().settings)) !== JSON.stringify(sortedPairs(state.settings));
    byId("rows-note").textContent = isOther ? `The whole image was run with other keywords than those of the panel: ${settingsText(state.catalog().settings ?? {})}.` : "";
    for (const of of ["try", "run"]) {
      byId(`rows-of-${of}`).checked = state.of === of;
      byId(`rows-of-${of}`).disabled = !state.catalogs[of];
    }
  };
  state.on("rows", showChoice);
  state.on("catalogs", showChoice);
  state.on("settings", showChoice);
  for (const of of ["try", "run"]) byId(`rows-of-${of}`).addEventListener("change", () => showRows(of));
  byId("run").addEventListener("click", start);
  byId("run-cancel").addEventListener("click", () => source.cancel("run").catch(sayError));
  byId("save").addEventListener("click", save);
  byId("command").addEventListener("click", copy);
  return { start, save, copy, takeTable, takeOthers };
}

/** Numbers of the rows for a download: those picked out, else all that pass the filter. */
function numbersWanted(state) {
  if (state.picked.size > 0) return [...state.picked];
  const catalog = state.catalog();
  return state.shown.map((row) => catalog.numbers[row]);
}

/** The downloads of rows: regions, and a catalog. */
export function makeDownloads(state) {
  async function take(what) {
    const catalog = state.catalog();
    const numbers = catalog ? numbersWanted(state) : [];
    if (numbers.length === 0) {
      say("There are no rows to download.", true);
      return;
    }
    try {
      if (what === "regions") download("objects.reg", await state.source.regions(numbers, state.at()));
      else if (state.of === "run") download(nameOfSelection(state.session), await state.source.selection(numbers, state.at()));
      else download("try.csv", commaSeparated(catalog, numbers), "text/csv");
      say(`${numbers.length} ${numbers.length === 1 ? "object" : "objects"} downloaded.`);
    } catch (error) {
      sayError(error);
    }
  }
  for (const what of ["regions", "catalog"]) byId(what).addEventListener("click", () => take(what));
  const showCount = () => {
    const count = state.picked.size || state.shown.length;
    for (const what of ["regions", "catalog"]) byId(`${what}-count`).textContent = `(${count})`;
  };
  for (const topic of ["filtered", "picked", "chosen"]) state.on(topic, showCount);
  return take;
}

const nameOfSelection = ({ outputs }) => `selected_${outputs.catalog.split(/[\\/]/).pop()}`;

/** Rows of a try, which has no catalog yet, as text. */
function commaSeparated(catalog, numbers) {
  const lines = [catalog.columns.map(({ name }) => name)];
  for (const number of numbers) lines.push(catalog.columns.map(({ values }) => String(values[catalog.rowOf.get(number)])));
  return lines.map((cells) => `${cells.join(",")}\n`).join("");
}
