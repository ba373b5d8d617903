// The panel of keywords: for each its help, a field, and a slider where it is a number; and the presets.

import { brokenName, byId, element } from "./dom.js";

const STEPS = 200; // of a slider
const LONGEST_CHOICE = 10; // characters that have room beside the name

/** Positions of a slider (0 to STEPS) and numbers, on a scale that is linear or logarithmic. */
function scaleOf({ minimum, maximum, step, scale, kind }) {
  const isLog = scale === "log" && minimum > 0;
  const toNumber = (place) => {
    const share = place / STEPS;
    const number = isLog ? minimum * (maximum / minimum) ** share : minimum + (maximum - minimum) * share;
    return kind === "integer" ? Math.round(number) : rounded(number, step);
  };
  const toPlace = (number) => {
    const share = isLog ? Math.log(number / minimum) / Math.log(maximum / minimum) : (number - minimum) / (maximum - minimum);
    return Math.round(STEPS * Math.min(1, Math.max(0, Number.isFinite(share) ? share : 0)));
  };
  return { toNumber, toPlace, isLog };
}

/** A number with as many digits as make sense. */
function rounded(number, step) {
  const text = step > 0 ? Math.round(number / step) * step : number;
  return Number(Number(text).toPrecision(3 + Math.max(0, Math.ceil(Math.log10(Math.abs(text) || 1)))).slice(0, 12));
}

function choicesOf({ kind, choices }) {
  return kind === "yesno" ? ["Y", "N"] : choices;
}

/** Whether the values of a keyword need a line of their own. */
function isLong({ kind, choices }) {
  return kind === "text" || (kind === "choice" && choices.some((choice) => choice.length > LONGEST_CHOICE));
}

function fieldOf(keyword) {
  const { name, help, kind } = keyword;
  const words = { id: `keyword-${name}`, "aria-describedby": `help-${name} error-${name}` };
  if (kind !== "choice" && kind !== "yesno") {
    const mode = kind === "text" ? "text" : "decimal";
    return element("input", { ...words, type: "text", inputmode: mode, autocomplete: "off", spellcheck: "false", title: help });
  }
  return element("select", words, ...choicesOf(keyword).map((choice) => element("option", { value: choice }, choice)));
}

/** The panel; whoever changes a keyword in it changes state.settings. */
export function makePanel(state) {
  const controls = new Map();
  const isEditable = state.source.abilities.tries;

  function fill() {
    controls.clear();
    const sections = new Map();
    for (const keyword of state.session.keywords) {
      if (!sections.has(keyword.section)) sections.set(keyword.section, []);
      sections.get(keyword.section).push(rowOf(keyword));
    }
    const groups = [...sections].map(([section, rows]) =>
      element("fieldset", { disabled: !isEditable }, element("legend", {}, section), ...rows));
    byId("keyword-list").replaceChildren(...groups);
    fillPresets();
    show();
  }

  function rowOf(keyword) {
    const { name, help } = keyword;
    const field = fieldOf(keyword);
    const slider = Number.isFinite(keyword.minimum) && Number.isFinite(keyword.maximum) ? sliderOf(keyword, field) : null;
    const error = element("p", { class: "error", id: `error-${name}` });
    field.addEventListener("change", () => set(name, field.value.trim()));
    controls.set(name, { keyword, field, slider, error });
    return element("div", { class: isLong(keyword) ? "keyword long" : "keyword" },
      element("label", { for: field.id }, ...brokenName(name)), field, slider?.input,
      element("small", { id: `help-${name}` }, help), error);
  }

  function sliderOf(keyword, field) {
    const scale = scaleOf(keyword);
    const input = element("input", { type: "range", min: 0, max: STEPS, step: 1, "aria-label": `${keyword.name}, slider` });
    input.addEventListener("input", () => {
      field.value = String(scale.toNumber(Number(input.value)));
      input.setAttribute("aria-valuetext", field.value);
      set(keyword.name, field.value);
    });
    return { input, ...scale };
  }

  function set(name, text) {
    const { keyword } = controls.get(name);
    const settings = { ...state.settings };
    if (text === String(keyword.value)) delete settings[name];
    else settings[name] = text;
    state.settings = settings;
    markChanged();
    state.tell("settings");
  }

  function markChanged() {
    for (const [name, { field, error }] of controls) {
      field.closest(".keyword").classList.toggle("changed", name in state.settings);
      field.removeAttribute("aria-invalid");
      error.textContent = "";
    }
    byId("reset").disabled = Object.keys(state.settings).length === 0;
    showPreset();
  }

  /** Show the present settings in the fields. */
  function show() {
    for (const [name, { keyword, field, slider }] of controls) {
      field.value = state.settings[name] ?? keyword.value;
      if (!slider) continue;
      slider.input.value = slider.toPlace(Number(field.value));
      slider.input.setAttribute("aria-valuetext", field.value);
    }
    markChanged();
  }

  function use(settings) {
    state.settings = { ...settings };
    show();
    state.tell("settings");
  }

  function fillPresets() {
    const { presets } = state.session;
    const select = byId("preset");
    select.replaceChildren(element("option", { value: "" }, "choose …"), ...presets.map(({ name }) => element("option", { value: name }, name)));
  }

  /** Name the preset that the present settings are, if they are one. */
  function showPreset() {
    const { presets, keywords } = state.session;
    const configured = new Map(keywords.map(({ name, value }) => [name, String(value)]));
    const now = (name) => state.settings[name] ?? configured.get(name);
    const names = [...configured.keys()];
    const preset = Object.keys(state.settings).length === 0 ? null
      : presets.find(({ settings }) => names.every((name) => now(name) === (settings[name] ?? configured.get(name))));
    byId("preset").value = preset?.name ?? "";
    byId("preset-about").textContent = preset?.about ?? "";
  }

  byId("preset").addEventListener("change", (event) => {
    const preset = state.session.presets.find(({ name }) => name === event.target.value);
    if (preset) use(preset.settings);
  });
  byId("reset").addEventListener("click", () => use({}));
  byId("presets").hidden = !isEditable;
  fill();

  return {
    fill, show, use,
    /** Say at its field why a keyword's value was refused; false where it has no field here. */
    refuse(name, sentence) {
      const control = controls.get(name);
      if (!control) return false;
      control.field.setAttribute("aria-invalid", "true");
      control.error.textContent = sentence;
      return true;
    },
  };
}
