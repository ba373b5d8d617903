// What the current try gave, beside the try before; and the list of all tries, each one click away.

import { byId, element, numberText, sayError } from "./dom.js";

const COUNTS = [
  ["objects", "objects", "found in the region"],
  ["false", "false", "found in the negative image as well: noise"],
  ["pieces", "pieces", "estimate of the objects that are parts of another one"],
  ["score", "score", "objects − 2 (false + pieces): the higher the better"],
];

/** Settings in a few words. */
export function settingsText(settings) {
  const words = Object.entries(settings).map(([name, value]) => `${name} ${value}`);
  return words.length ? words.join(", ") : "as configured";
}

function difference(now, before) {
  if (typeof now !== "number" || typeof before !== "number") return "";
  if (now === before) return "=";
  return `${now > before ? "▲ +" : "▼ "}${numberText(now - before, 4)}`;
}

/** What has changed since the try before, if that was of the same region. */
const change = (counts, key) => (counts.sameRegion ? difference(counts[key], counts.previous?.[key]) : "");

/** Show counts whenever there is a result. */
export function makeCounts(state) {
  const body = byId("count-rows");
  state.on("result", ({ counts, region, seconds, number }) => {
    const before = counts.previous ?? {};
    body.replaceChildren(...COUNTS.map(([key, name, about]) => element("tr", {},
      element("th", { scope: "row", title: about }, name),
      element("td", { "data-count": key }, numberText(counts[key] ?? null, 5)),
      element("td", {}, numberText(before[key] ?? null, 5)),
      element("td", {}, change(counts, key)))));
    byId("counts-line").textContent = COUNTS.map(([key, name]) =>
      `${numberText(counts[key] ?? null, 5)} ${name} ${change(counts, key)}`.trim()).join(" · ");
    const [x0, y0, x1, y1] = region;
    byId("preview-note").textContent = `Try ${number}: a preview of x ${x0} to ${x1}, y ${y0} to ${y1}, in ${numberText(seconds, 2)} s. `
      + (counts.previous && !counts.sameRegion ? "The try before was of another region. " : "")
      + "Random draws of blends, cleaning and the rim of the region may differ from those of the whole image.";
  });
}

/** The list of tries. */
export function makeHistory(state, tries) {
  const list = byId("history-list");

  function entryOf({ number, settings, counts }) {
    const isCurrent = number === state.result?.number;
    const button = element("button", { type: "button", "data-try": number, "aria-current": isCurrent && "true", onclick: () => tries.back(number) },
      element("strong", {}, `Try ${number}`), element("span", { class: "settings" }, settingsText(settings)),
      element("span", { class: "count" }, `${numberText(counts.objects)} objects`));
    return element("li", {}, button);
  }

  let asked = 0;
  async function update() {
    asked += 1;
    const mine = asked;
    try {
      const known = await state.source.tries(state.session.extension);
      if (mine !== asked) return; // a newer list is on its way
      const entries = Array.isArray(known) ? known : known.tries;
      list.replaceChildren(...[...entries].sort((a, b) => b.number - a.number).map(entryOf));
    } catch (error) {
      sayError(error);
    }
  }

  const visits = []; // numbers of the tries that were shown, in this order
  state.on("session", () => visits.splice(0));
  state.on("result", ({ number }) => {
    if (visits.at(-1) !== number) visits.push(number);
  });

  /** Go back to where one was before; after a reload, to the try before the current one. */
  function previous() {
    const numbers = [...list.querySelectorAll("[data-try]")].map((button) => Number(button.dataset.try));
    visits.pop();
    while (visits.length && !numbers.includes(visits.at(-1))) visits.pop(); // forgotten meanwhile
    const number = visits.at(-1) ?? numbers.find((one) => one < (state.result?.number ?? 0));
    if (number !== undefined) tries.back(number);
    else if (state.result) visits.push(state.result.number);
  }

  if (state.source.abilities.tries) state.on("result", update);
  byId("back").addEventListener("click", previous);
  return { previous };
}
