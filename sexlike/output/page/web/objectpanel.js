// One object: its picture, flags by name, growth curve, and its row with units and meanings.

import { byId, cellText, drawn, element, numberText, sayError } from "./dom.js";
import { MOST_ELEMENTS } from "./state.js";

/** The panel of the chosen object. */
export function makeObjectPanel(state, viewer, tiles) {
  let asked = 0;

  async function show({ from }) {
    asked += 1;
    const mine = asked;
    const number = state.chosen;
    byId("object").hidden = number === null;
    if (number === null) return;
    byId("object-title").textContent = `Object ${number}`;
    try {
      const told = await state.source.object(number, state.at());
      if (mine !== asked) return;
      fill(told, number);
      if (from !== "rows" && matchMedia("(min-width: 46.01rem)").matches) byId("object").scrollIntoView({ block: "nearest" });
    } catch (error) {
      if (mine === asked) sayError(error);
    }
  }

  function fill({ row, flags, growth, cutout }, number) {
    byId("object-flags").replaceChildren(...(flags.length ? flags : ["no flags"]).map((flag) => element("li", {}, flag)));
    byId("object-rows").replaceChildren(...Object.entries(row).flatMap(([name, value]) => rowsOf(name, value)));
    byId("growth").replaceChildren(...(growth?.radius?.length > 1 ? [growthCurve(growth, number)] : []));
    current = cutout ?? null;
    drawCutout();
  }

  function rowsOf(name, value) {
    const { unit, about, format } = state.session.columns.find((column) => column.name === name) ?? state.catalog()?.byName.get(name) ?? {};
    const elements = Array.isArray(value) ? value.flat(Infinity) : [value];
    const values = elements.length > MOST_ELEMENTS ? [`${elements.length} values`] : elements;
    return values.map((one, index) => element("tr", {},
      element("th", { scope: "row" }, values.length > 1 ? `${name}[${index + 1}]` : name, element("small", {}, about ?? "")),
      element("td", {}, cellText(one, format), unit ? element("span", { class: "unit" }, ` ${unit}`) : null)));
  }

  let current = null;
  function drawCutout() {
    const canvas = byId("cutout");
    canvas.hidden = current === null;
    if (!current) return;
    const { x0, y0, x1, y1 } = current;
    const scale = canvas.width / Math.max(x1 - x0 + 1, y1 - y0 + 1);
    const context = canvas.getContext("2d");
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, canvas.width, canvas.height);
    const middle = [(x0 + x1 - 1) / 2, (y0 + y1 - 1) / 2];
    context.setTransform(scale, 0, 0, -scale, canvas.width / 2 - middle[0] * scale, canvas.height / 2 + middle[1] * scale);
    context.beginPath();
    context.rect(x0 - 1, y0 - 1, x1 - x0 + 1, y1 - y0 + 1);
    context.save();
    context.clip();
    tiles.draw(context, "image", { x0: x0 - 1, y0: y0 - 1, x1, y1 }, scale);
    context.restore();
    tiles.end();
  }

  function close() {
    state.chosen = null;
    state.tell("chosen", { from: "panel" });
  }

  byId("object-close").addEventListener("click", close);
  state.on("chosen", show);
  state.on("stretch", drawCutout);
  state.on("tiles", drawCutout);
  state.on("choose", ({ number, from }) => {
    state.chosen = number;
    state.picked.clear();
    state.tell("chosen", { from });
    const catalog = state.catalog();
    const row = catalog?.rowOf.get(number);
    if (from !== "image" && row !== undefined && catalog.objects.x) viewer.show(catalog.objects.x[row], catalog.objects.y[row]);
  });
  state.on("rows", () => {
    if (state.chosen !== null || !byId("object").hidden) state.tell("chosen", { from: "rows" });
  });
  return { close };
}

const [WIDTH, HEIGHT, LEFT, BOTTOM] = [280, 150, 58, 34];

/** Flux within circles of growing radius, as a drawing. */
function growthCurve({ radius, flux }, number) {
  const pairs = radius.map((value, index) => [value, flux[index]]).filter((pair) => pair.every(Number.isFinite));
  const [low, high] = [Math.min(0, ...pairs.map((pair) => pair[1])), Math.max(...pairs.map((pair) => pair[1]))];
  const last = Math.max(...pairs.map((pair) => pair[0]));
  const x = (value) => LEFT + (value / last) * (WIDTH - LEFT - 8);
  const y = (value) => HEIGHT - BOTTOM - ((value - low) / (high - low || 1)) * (HEIGHT - BOTTOM - 10);
  const text = (words, left, top, anchor) => drawn("text", { x: left, y: top, "text-anchor": anchor }, words);
  const path = pairs.map(([right, up], index) => `${index ? "L" : "M"}${x(right).toFixed(1)} ${y(up).toFixed(1)}`).join("");
  const about = `Growth curve of object ${number}: flux ${numberText(high, 4)} within ${numberText(last, 3)} pixels`;
  return drawn("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": about, class: "chart" },
    drawn("path", { d: `M${LEFT} 8V${HEIGHT - BOTTOM}H${WIDTH - 6}`, class: "axis" }),
    drawn("path", { d: path, class: "curve" }),
    text(numberText(high, 3), LEFT - 5, y(high) + 4, "end"), text(numberText(low, 3), LEFT - 5, y(low) + 1, "end"),
    text("0", LEFT, HEIGHT - BOTTOM + 14, "middle"), text(numberText(last, 3), x(last), HEIGHT - BOTTOM + 14, "end"),
    text("radius (pixels)", (LEFT + WIDTH) / 2, HEIGHT - 5, "middle"),
    text("flux", LEFT - 5, (HEIGHT - BOTTOM) / 2 + 8, "end"));
}
