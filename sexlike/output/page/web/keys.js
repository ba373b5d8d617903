// The keyboard: one key for each thing, and the sheet that lists them.

import { byId, element } from "./dom.js";
import { switchLayer } from "./layers.js";

const isTyped = (target) => target.closest?.("input:not([type=checkbox]):not([type=range]):not([type=radio]), select, textarea, dialog");

/** All keys: [keys, what they do, function]. */
function makeKeys({ state, viewer, table, history, run, take, objectPanel }) {
  const pan = (right, up) => (event) => {
    const step = event.shiftKey ? viewer.view.scale : 80;
    viewer.pan(right * step, up * step);
    const { u, v } = viewer.view;
    state.tell("pointer", { x: u + 0.5, y: v + 0.5 });
  };
  const contrast = (right, down) => () => state.tell("contrast", { right, down });
  const layer = (name) => () => switchLayer(name);
  const { abilities } = state.source;
  const all = [
    [["?"], "this sheet", () => byId("help-sheet").showModal()],
    [["ArrowLeft"], "move left (with Shift: by one pixel)", pan(-1, 0)],
    [["ArrowRight"], "move right", pan(1, 0)],
    [["ArrowUp"], "move up", pan(0, 1)],
    [["ArrowDown"], "move down", pan(0, -1)],
    [["+", "="], "zoom in", () => viewer.zoom(2)],
    [["-"], "zoom out", () => viewer.zoom(0.5)],
    [["0"], "show the whole image", () => viewer.fit()],
    [["1"], "one pixel of the screen per pixel", () => viewer.look(viewer.view.u, viewer.view.v, 1)],
    [["Enter"], "choose the object under the cross (in the image)", null],
    [["n"], "next object of the table", () => table.step(1)],
    [["p"], "previous object of the table", () => table.step(-1)],
    [["Escape"], "close the object", () => objectPanel.close()],
    [["s"], "next stretch", () => state.tell("next stretch")],
    [["i"], "invert", () => byId("invert").click()],
    [["["], "darker", contrast(-0.05, 0)],
    [["]"], "brighter", contrast(0.05, 0)],
    [[","], "less contrast", contrast(0, 0.05)],
    [["."], "more contrast", contrast(0, -0.05)],
    [["k"], "Kron ellipses", layer("kron")],
    [["f"], "footprints", layer("footprints")],
    [["a"], "apertures", layer("apertures")],
    [["x"], "changes", layer("changes"), abilities.tries],
    [["v"], "detections in the negative image", layer("negative"), abilities.tries],
    [["g"], "segmentation", layer("segmentation")],
    [["m"], "mask", layer("mask")],
    [["/"], "go to the filter", () => byId("filter").focus()],
    [["r"], "download regions: of the rows picked out, or of all that pass the filter", () => take("regions")],
    [["c"], "download a catalog of these rows", () => take("catalog")],
    [["b"], "back to the previous try", history.previous, abilities.tries],
    [["w"], "run the whole image", run.start, abilities.run],
    [["t"], "save run.toml", run.save, abilities.save],
  ];
  return all.filter(([, , , isOffered = true]) => isOffered);
}

/** Listen to the keyboard. */
export function listenToKeys(parts) {
  const keys = makeKeys(parts);
  const actions = new Map(keys.flatMap(([names, , action]) => (action ? names.map((name) => [name, action]) : [])));
  const names = { ArrowLeft: "←", ArrowRight: "→", ArrowUp: "↑", ArrowDown: "↓", Escape: "Esc" };
  byId("help-keys").replaceChildren(...keys.map(([[name], about]) => element("div", {},
    element("dt", {}, element("kbd", {}, names[name] ?? name)), element("dd", {}, about))));
  const picture = byId("overlays");
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyped(event.target)) return;
    const isHere = event.target === picture;
    if (event.key.startsWith("Arrow") && !isHere && event.target !== document.body) return;
    if (event.key.length === 1 && event.key !== "?" && !isHere && !byId("keys-on").checked) return;
    if (isHere && event.key === "Enter") {
      const { u, v } = parts.viewer.view;
      parts.viewer.pick({ x: u + 0.5, y: v + 0.5 });
    } else if (actions.has(event.key)) actions.get(event.key)(event);
    else return;
    event.preventDefault();
  });
  for (const button of document.querySelectorAll("[data-view]")) {
    button.addEventListener("click", (event) => actions.get(button.dataset.view)(event));
  }
  byId("help").addEventListener("click", () => byId("help-sheet").showModal());
  for (const sheet of document.querySelectorAll("dialog")) {
    sheet.querySelector("[data-close]").addEventListener("click", () => sheet.close());
  }
}
