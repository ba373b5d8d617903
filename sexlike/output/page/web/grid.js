// A grid of settings, as --tune makes it: each panel of its sheet is a try that a click makes the current one.

import { brokenName, byId, element, numberText, say, sayError } from "./dom.js";
import { settingsText } from "./history.js";
import { showProgress } from "./run.js";

/** Values as they were typed: parted by commas or blanks. */
const valuesOf = (text) => text.split(/[\s,;]+/).filter(Boolean);

/** The part of the page that starts grids and shows their sheets. */
export function makeGrid(state, tries, panel, watch) {
  let seen = "none";

  function fill() {
    const numeric = state.session.keywords.filter(({ kind }) => kind === "number" || kind === "integer");
    ["first", "second"].forEach((which, index) => {
      const choices = numeric.map(({ name }) => element("option", { value: name }, name));
      const none = index ? [element("option", { value: "" }, "no second one")] : [];
      byId(`grid-${which}`).replaceChildren(...none, ...choices);
    });
  }

  function wanted() {
    const grid = {};
    for (const which of ["first", "second"]) {
      const name = byId(`grid-${which}`).value;
      const values = valuesOf(byId(`grid-${which}-values`).value);
      if (name in grid && values.length) throw new Error(`${name} is chosen twice: choose another keyword as the second one.`);
      if (name && values.length) grid[name] = values;
    }
    return grid;
  }

  async function start(event) {
    event.preventDefault();
    try {
      const grid = wanted();
      if (Object.keys(grid).length === 0) throw new Error("Type the values of a keyword first, such as 1.2, 1.5, 2.");
      await state.source.grid(state.settings, grid, tries.regionSeen(), state.session.extension);
      seen = "running";
      watch();
    } catch (error) {
      sayError(error);
    }
  }

  async function showSheet() {
    try {
      const { panels, best } = await state.source.gridSheet();
      byId("grid-sheet").replaceChildren(...panels.map((one, index) => panelOf(one, index === best)));
      say(`The grid of ${panels.length} settings is there: choose one.`);
    } catch (error) {
      sayError(error);
    }
  }

  function panelOf({ varied, settings, counts, picture }, isBest) {
    const words = settingsText(varied ?? settings);
    const address = picture.startsWith("data:") ? picture : `data:image/png;base64,${picture}`;
    return element("li", {}, element("button", { type: "button", class: isBest && "best", onclick: () => panel.use({ ...state.settings, ...settings }) },
      element("img", { src: address, alt: "" }), isBest ? element("em", {}, "best score") : null, element("strong", {}, ...brokenName(words)),
      element("span", {}, `${numberText(counts.objects)} objects, ${numberText(counts.false)} false, score ${numberText(counts.score, 4)}`)));
  }

  state.on("status", ({ grid }) => {
    if (!grid) return;
    showProgress("grid", grid);
    if (seen === "running" && grid.state === "done") showSheet();
    if (seen === "running" && grid.state === "failed") say(grid.message || "The grid failed.", true);
    seen = grid.state;
  });
  byId("grid-form").addEventListener("submit", start);
  byId("grid-cancel").addEventListener("click", () => state.source.cancel("grid").catch(sayError));
  state.on("session", fill);
  fill();
}
