// Puts the parts of the page together.

import { byId, element, say, sayError } from "./dom.js";
import { makeGrid } from "./grid.js";
import { makeCounts, makeHistory } from "./history.js";
import { listenToKeys } from "./keys.js";
import { makeLayers } from "./layers.js";
import { makeObjectPanel } from "./objectpanel.js";
import { makePanel } from "./panel.js";
import { makeReadout } from "./readout.js";
import { makeDownloads, makeRun, makeWatch } from "./run.js";
import { makeState } from "./state.js";
import { makeTable } from "./table.js";
import { makeTiles } from "./tiles.js";
import { makeTries } from "./tries.js";
import { makeViewer } from "./viewer.js";

/** A session, with the size of its current extension. */
function withSize(session) {
  const { width, height } = session.extensions.find(({ number }) => number === session.extension) ?? { width: 1, height: 1 };
  return { ...session, width, height };
}

function showTitle(session) {
  const name = session.measured ? `${session.image}, ${session.measured}` : session.image;
  document.title = `${name} – sexlike`;
  byId("title").textContent = name;
  byId("version").textContent = `sexlike ${session.version}`;
  byId("remarks").textContent = (session.remarks ?? []).join(" ");
}

/** The chooser of extensions, where there are several. */
function makeExtensions(state, change) {
  const select = byId("extension");
  const { extensions } = state.session;
  byId("extensions").hidden = extensions.length < 2;
  select.disabled = !state.source.abilities.extensions;
  select.replaceChildren(...extensions.map(({ number, name, width, height, empty }) => {
    const words = `${name || number} (${empty ? "no image" : `${width} × ${height}`})`;
    return element("option", { value: number, disabled: empty }, words);
  }));
  select.value = state.session.extension;
  select.addEventListener("change", () => change(Number(select.value)));
}

function hideWhatIsNotOffered(abilities) {
  for (const part of document.querySelectorAll("[data-needs]")) part.hidden = !abilities[part.dataset.needs];
}

/** Start the page on a source of data. */
export async function startPage(source) {
  try {
    const { extension, settings } = source.recall?.() ?? {};
    const state = makeState(source, withSize(await source.session(extension)));
    state.settings = settings ?? {};
    state.on("result", (result) => source.keep?.({ extension: state.session.extension, settings: result.settings }));
    startParts(state);
  } catch (error) {
    say(error.message, true);
    document.body.dataset.ready = "failed";
  }
}

function startParts(state) {
  const { source } = state;
  hideWhatIsNotOffered(source.abilities);
  showTitle(state.session);
  let viewer = null;
  const tiles = makeTiles(state, () => {
    viewer?.refresh();
    state.tell("tiles");
  }, sayError);
  viewer = makeViewer(state, tiles);
  const panel = makePanel(state);
  makeLayers(state);
  makeReadout(state);
  const watch = makeWatch(state);
  const tries = makeTries(state, viewer, panel, watch);
  makeCounts(state);
  const history = makeHistory(state, tries);
  const table = makeTable(state);
  const objectPanel = makeObjectPanel(state, viewer, tiles);
  const run = makeRun(state, watch);
  const take = makeDownloads(state);
  if (source.abilities.grid) makeGrid(state, tries, panel, watch);
  listenToKeys({ state, viewer, table, history, run, take, objectPanel });
  for (const topic of ["layers", "stretch", "filtered", "chosen", "picked"]) state.on(topic, viewer.refresh);
  keepTilesNew(state, tiles);

  async function begin() {
    viewer.fit();
    if (source.abilities.run) watch();
    if (source.abilities.tries) await tries.attempt();
    else await run.takeTable();
    document.body.dataset.ready = "yes";
  }

  async function changeExtension(number) {
    try {
      const wasRun = state.of === "run";
      state.session = withSize(await source.extension(number));
      showTitle(state.session);
      Object.assign(state, { result: null, catalogs: { try: null, run: null }, of: "try", chosen: null, picked: new Set() });
      tiles.forget();
      panel.fill();
      state.tell("session");
      state.tell("rows");
      await begin();
      if (source.abilities.run) await run.takeOthers(wasRun);
    } catch (error) {
      sayError(error);
    }
  }
  makeExtensions(state, changeExtension);
  begin();
}

/** Tiles of what a try or a run has changed are asked for anew. */
function keepTilesNew(state, tiles) {
  let isReady = null;
  state.on("status", ({ background }) => {
    if (isReady === false && background?.ready) tiles.forget("background", "noise", "filtered");
    isReady = background?.ready ?? isReady;
  });
  state.on("rows", () => tiles.forget("background", "noise", "filtered", "segmentation", "weight", "mask"));
}
