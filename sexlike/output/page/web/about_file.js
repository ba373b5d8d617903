// What a page that is a file tells of itself: where its numbers are from, and what it has not got.

import { element, numberText } from "./dom.js";

const terms = (pairs) => pairs.filter(([, text]) => text).map(([name, text]) => element("div", {}, element("dt", {}, name), element("dd", {}, text)));

function tableOfTexts(titles, rows) {
  const head = element("thead", {}, element("tr", {}, ...titles.map((title) => element("th", { scope: "col" }, title))));
  const body = element("tbody", {}, ...rows.map(([name, ...cells]) =>
    element("tr", {}, element("th", { scope: "row" }, name), ...cells.map((cell) => element("td", {}, cell)))));
  return element("table", { class: "texts" }, head, body);
}

function folded(title, ...content) {
  const box = element("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": title }, ...content);
  return element("details", {}, element("summary", {}, element("h2", {}, title)), box);
}

/** Sentences on how good the numbers are. */
function sentencesOn(section) {
  const { factor, kind } = section.picture;
  const sky = section.sky ? `Positions on the sky are interpolated, to ${numberText(Math.max(0.001, section.sky.error), 2)} arcsec or better.` : "The image has no positions on the sky.";
  const how = kind === "jpeg" ? "256 shades of grey, compressed with some loss" : "256 shades of grey";
  const size = factor > 1 ? `, one for ${factor} × ${factor} pixels` : "";
  return [`Values under the pointer are read from the picture (${how}${size}): they are rounded to these. The columns of the table are those of the catalog.`, sky, ...section.notes];
}

/** Show what is known of a section, below everything else. */
export function showAbout(data, section) {
  const known = document.getElementById("about");
  const about = element("aside", { id: "about", class: "search", "aria-labelledby": "about-title" },
    element("section", {},
      element("h2", { id: "about-title" }, "About this page"),
      element("dl", { class: "facts" }, ...terms(section.facts)),
      ...sentencesOn(section).map((note) => element("p", { class: "note" }, note))),
    folded("Columns", tableOfTexts(["column", "unit", "meaning"], section.columns.map(({ name, unit, about: meaning }) => [name, unit, meaning]))),
    folded("Configuration", tableOfTexts(["keyword", "value", "from"], data.settings)),
    folded("Header", tableOfTexts(["card", "value", "comment"], section.cards)));
  if (known) known.replaceWith(about);
  else document.querySelector("aside.search").after(about);
}
