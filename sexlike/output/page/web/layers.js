// The list of layers: what lies over the image, switched and faded; and how the image itself is stretched.

import { byId, drawn, element } from "./dom.js";
import { STYLES } from "./overlays.js";
import { MODES } from "./stretch.js";

export const RASTERS = ["background", "noise", "filtered", "weight", "segmentation", "mask"];
const VECTORS = [
  { name: "kron", about: "Kron ellipses", on: true },
  { name: "changes", about: "Changes since the try before", on: true, ofTries: true },
  { name: "footprints", about: "Footprints: outlines of the detected pixels" },
  { name: "apertures", about: "Circular apertures" },
  { name: "negative", about: "Detections in the negative image: false ones", ofTries: true },
];

/** Make the controls of layers and stretch. */
export function makeLayers(state) {
  state.on("session", () => fillLayers(state));
  fillLayers(state);
  fillLegend();
  const { source } = state;
  byId("legend").hidden = !source.abilities.tries;
  listenToStretch(state);
}

function fillLayers(state) {
  const list = byId("layer-list");
  list.replaceChildren();
  const known = new Map(state.session.layers.map((layer) => [layer.name, layer]));
  for (const { name, about, on, ofTries } of VECTORS) {
    if (ofTries && !state.source.abilities.tries) continue;
    const told = known.get(name) ?? { available: true };
    list.append(controlOf(state, { name, about, on: Boolean(on), opacity: 1, ...pick(told) }));
  }
  for (const name of RASTERS) {
    const told = known.get(name);
    if (told) list.append(controlOf(state, { name, about: told.about || name, on: false, opacity: 0.5, ...pick(told) }));
  }
  state.tell("layers");
}

const pick = ({ available, why }) => ({ available, why });

function controlOf(state, { name, about, on, opacity, available, why }) {
  const setting = state.layers.get(name) ?? { on, opacity };
  if (!available) setting.on = false;
  state.layers.set(name, setting);
  const check = element("input", { type: "checkbox", id: `layer-${name}`, disabled: !available });
  check.checked = setting.on;
  check.addEventListener("change", () => {
    setting.on = check.checked;
    fade.hidden = !setting.on;
    state.tell("layers");
  });
  const fade = element("input", {
    type: "range", min: "0.05", max: "1", step: "0.05", "aria-label": `Opacity of ${name}`,
  });
  fade.value = setting.opacity;
  fade.hidden = !setting.on;
  fade.addEventListener("input", () => {
    setting.opacity = Number(fade.value);
    state.tell("layers");
  });
  const label = element("label", { for: check.id }, about);
  const reason = !available && why ? element("small", {}, why) : null;
  return element("li", {}, check, element("span", { class: "grow" }, label, reason), fade);
}

/** Switch a layer by its name, as its box would. */
export function switchLayer(name) {
  byId(`layer-${name}`)?.click();
}

function fillLegend() {
  const lines = Object.values(STYLES).map(({ colour, dash, width, cross, about }) => {
    const across = { x1: 2, x2: 46, y1: 8, y2: 8 };
    const sample = drawn("svg", { class: "sample", viewBox: "0 0 48 16", width: 48, height: 16, "aria-hidden": "true" });
    sample.append(drawn("line", { ...across, stroke: colour, "stroke-width": width, "stroke-dasharray": dash.join(" ") }));
    if (cross) sample.append(drawn("path", { d: "M20 4l8 8m0-8l-8 8", stroke: colour, "stroke-width": 2 }));
    return element("li", {}, sample, about);
  });
  byId("legend").replaceChildren(...lines);
}

function listenToStretch(state) {
  const mode = byId("stretch");
  mode.replaceChildren(...MODES.map(({ name, about }) => element("option", { value: name }, about)));
  const controls = { mode, contrast: byId("contrast"), brightness: byId("brightness"), invert: byId("invert") };
  const show = () => {
    mode.value = state.stretch.mode;
    controls.contrast.value = Math.log2(state.stretch.contrast);
    controls.brightness.value = state.stretch.brightness;
    controls.invert.checked = state.stretch.invert;
  };
  const set = (changes) => {
    Object.assign(state.stretch, changes);
    show();
    state.tell("stretch");
  };
  const within = (value, most) => Math.min(most, Math.max(-most, value));
  mode.addEventListener("change", () => set({ mode: mode.value }));
  controls.contrast.addEventListener("input", () => set({ contrast: 2 ** Number(controls.contrast.value) }));
  controls.brightness.addEventListener("input", () => set({ brightness: Number(controls.brightness.value) }));
  controls.invert.addEventListener("change", () => set({ invert: controls.invert.checked }));
  byId("reset-stretch").addEventListener("click", () => set({ contrast: 1, brightness: 0, invert: false }));
  state.on("contrast", ({ right = 0, down = 0 }) => set({
    contrast: 2 ** within(Math.log2(state.stretch.contrast) - 4 * down, 4),
    brightness: within(state.stretch.brightness + right, 1),
  }));
  state.on("next stretch", () => {
    const place = MODES.findIndex(({ name }) => name === state.stretch.mode);
    set({ mode: MODES[(place + 1) % MODES.length].name });
  });
  show();
}
