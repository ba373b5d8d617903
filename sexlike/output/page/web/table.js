// The table: as many rows as fit are in the document, whatever there is. It sorts, filters, and follows the image.

import { byId, cellText, element, say } from "./dom.js";
import { FilterError, makeFilter } from "./filter.js";

const MARGIN = 8; // rows beyond the visible ones

/** The order of rows by a column: numbers as numbers, texts as texts; without a value: last. */
function sorted(rows, values, isUp) {
  const sign = isUp ? 1 : -1;
  const isText = Array.isArray(values);
  const isMissing = (row) => (isText ? values[row] === "" : Number.isNaN(values[row]));
  return rows.sort((one, other) => {
    const [a, b] = [isMissing(one), isMissing(other)];
    if (a || b) return a - b || one - other;
    if (values[one] === values[other]) return one - other;
    return values[one] < values[other] ? -sign : sign;
  });
}

/** The table of the page. */
export function makeTable(state) {
  const box = byId("table-box");
  const table = byId("table");
  const words = byId("filter");
  let order = { name: null, isUp: true };
  let test = () => true;
  let tested = null; // the catalog whose rows the test takes
  let height = 28; // of a row, as measured
  let inDocument = { first: 0, last: 0 }; // places of the rows that are there
  let active = 0; // place of the row that the keyboard is at

  function understand() {
    const catalog = state.catalog();
    const told = byId("filter-error");
    const isNew = catalog !== tested;
    if (isNew) test = () => true; // the one of before reads the columns of other rows
    tested = catalog;
    try {
      if (catalog) test = makeFilter(words.value, catalog);
      told.replaceChildren();
      words.removeAttribute("aria-invalid");
    } catch (error) {
      if (!(error instanceof FilterError)) throw error;
      words.setAttribute("aria-invalid", "true");
      const mark = element("pre", { "aria-hidden": "true" }, `${words.value}\n${" ".repeat(error.position)}▲`);
      told.replaceChildren(element("p", {}, `Character ${error.position + 1}: ${error.message}${isNew ? " All rows are shown." : ""}`), mark);
    }
  }

  /** Filter and sort anew. */
  function update() {
    const catalog = state.catalog();
    state.shown = [];
    for (let row = 0; row < (catalog?.count ?? 0); row += 1) if (test(row)) state.shown.push(row);
    const column = catalog?.byName.get(order.name);
    if (column) sorted(state.shown, column.values, order.isUp);
    active = Math.max(0, Math.min(active, state.shown.length - 1));
    byId("row-count").textContent = catalog ? `${state.shown.length} of ${catalog.count} rows` : "no rows yet";
    table.setAttribute("aria-rowcount", state.shown.length + 1);
    draw();
    state.tell("filtered");
  }

  function fillHead() {
    const cells = (state.catalog()?.columns ?? []).map(({ name, unit, about }) => {
      const button = element("button", { type: "button", title: [about, unit].filter(Boolean).join(", "), onclick: () => sort(name) }, name);
      return element("th", { scope: "col", "data-name": name, "aria-sort": order.name === name && (order.isUp ? "ascending" : "descending") }, button);
    });
    table.tHead.rows[0].replaceChildren(...cells);
  }

  function sort(name) {
    order = { name, isUp: order.name === name ? !order.isUp : true };
    for (const header of table.tHead.rows[0].cells) {
      if (header.dataset.name === name) header.setAttribute("aria-sort", order.isUp ? "ascending" : "descending");
      else header.removeAttribute("aria-sort");
    }
    update();
  }

  /** Places of the first row that is to be seen, and of the one after the last. */
  const visible = () => [Math.floor(box.scrollTop / height), Math.ceil((box.scrollTop + box.clientHeight) / height)];

  /** Draw anew when rows are missing: a row that is clicked while it moves stays the same element. */
  function drawMissing() {
    const [first, last] = visible();
    if (first < inDocument.first || Math.min(last, state.shown.length) > inDocument.last) draw();
  }

  /** Put the rows into the document that are to be seen. */
  function draw() {
    const catalog = state.catalog();
    const body = table.tBodies[0];
    const count = state.shown.length;
    const seen = visible();
    const [first, last] = [Math.max(0, Math.min(count, seen[0]) - MARGIN), Math.min(count, seen[1] + MARGIN)];
    inDocument = { first, last };
    const hadFocus = body.contains(document.activeElement);
    const spacer = (rows) => {
      const made = element("tr", { class: "spacer", "aria-hidden": "true" }, element("td", {}));
      made.style.height = `${rows * height}px`;
      return made;
    };
    const rows = state.shown.slice(first, last).map((row, index) => rowElement(catalog, row, first + index));
    body.replaceChildren(...(first > 0 ? [spacer(first)] : []), ...rows, ...(last < count ? [spacer(count - last)] : []));
    if (hadFocus) body.querySelector(`[data-place="${active}"]`)?.focus({ preventScroll: true });
    const measured = rows[0]?.getBoundingClientRect().height;
    if (measured > 0 && Math.abs(measured - height) > 0.5) {
      height = measured;
      draw();
    }
  }

  function rowElement(catalog, row, place) {
    const number = catalog.numbers[row];
    const isChosen = number === state.chosen || state.picked.has(number);
    const cells = catalog.columns.map(({ values, format }) => element("td", { class: Array.isArray(values) ? "text" : null }, cellText(values[row], format)));
    const words = { "data-number": number, "data-place": place, "aria-rowindex": place + 2, "aria-selected": String(isChosen) };
    return element("tr", { ...words, tabindex: place === active ? 0 : -1, class: number === state.chosen ? "chosen" : null }, ...cells);
  }

  function scrollTo(place) {
    const top = place * height;
    const room = box.clientHeight - table.tHead.offsetHeight;
    if (top < box.scrollTop) box.scrollTop = top;
    else if (top + height > box.scrollTop + room) box.scrollTop = top + height - room;
  }

  function go(place) {
    if (state.shown.length === 0) return;
    active = Math.max(0, Math.min(state.shown.length - 1, place));
    scrollTo(active);
    draw();
    table.tBodies[0].querySelector(`[data-place="${active}"]`)?.focus({ preventScroll: true });
  }

  /** Choose the row at a place; with `isMore`, pick it out beside others. */
  function choose(place, isMore) {
    const number = state.catalog().numbers[state.shown[place]];
    active = place;
    if (!isMore) {
      state.tell("choose", { number, from: "table" });
      return;
    }
    if (!state.picked.delete(number)) state.picked.add(number);
    state.tell("picked");
  }

  table.tBodies[0].addEventListener("click", (event) => {
    const row = event.target.closest("tr[data-place]");
    if (row) choose(Number(row.dataset.place), event.ctrlKey || event.metaKey || event.shiftKey);
  });
  table.tBodies[0].addEventListener("keydown", (event) => {
    const page = Math.max(1, Math.floor(box.clientHeight / height) - 2);
    const steps = { ArrowDown: active + 1, ArrowUp: active - 1, PageDown: active + page, PageUp: active - page, Home: 0, End: Infinity };
    if (event.key in steps) go(steps[event.key]);
    else if (event.key === "Enter") choose(active, false);
    else if (event.key === " ") choose(active, true);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  box.addEventListener("scroll", () => requestAnimationFrame(drawMissing), { passive: true });
  new ResizeObserver(draw).observe(box);
  words.addEventListener("input", () => {
    understand();
    if (words.getAttribute("aria-invalid")) return;
    update();
    say(byId("row-count").textContent);
  });
  state.on("rows", () => {
    fillHead();
    understand();
    update();
  });
  state.on("picked", draw);
  state.on("chosen", ({ from }) => {
    const place = state.shown.indexOf(state.catalog()?.rowOf.get(state.chosen));
    if (place >= 0) {
      active = place;
      if (from !== "table") scrollTo(place);
    }
    draw();
  });

  return {
    /** Go to the row of the next object, or the one before. */
    step(by) {
      if (state.shown.length) choose(Math.max(0, Math.min(state.shown.length - 1, state.chosen === null ? 0 : active + by)), false);
      scrollTo(active);
    },
  };
}
