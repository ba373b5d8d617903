// What the parts of the page share: the data's source, the session, and what is chosen; who listens is told of changes.

import { carriedOver } from "./carry.js";

export const MOST_ELEMENTS = 40; // of a column, in a table: cut-outs are left out

/** The state of a page. Topics: session, settings, result, rows, filtered, chosen, layers, stretch, view, status. */
export function makeState(source, session) {
  const listeners = new Map();
  return {
    source,
    session,
    settings: {}, // keyword -> text: what differs from the configuration
    result: null, // the current try, as the source gave it
    catalogs: { try: null, run: null }, // rows of the try, and of the whole image
    of: "try", // which of the two is shown
    shown: [], // indices of the rows that pass the filter, in the order of the table
    picked: new Set(), // numbers of the objects that were picked out for a download
    chosen: null, // number of the object that the panel shows
    layers: new Map(), // name -> {on, opacity}
    stretch: { mode: "zscale", contrast: 1, brightness: 0, invert: false },
    on(topic, listener) {
      if (!listeners.has(topic)) listeners.set(topic, []);
      listeners.get(topic).push(listener);
    },
    tell(topic, value) {
      for (const listener of listeners.get(topic) ?? []) listener(value);
    },
    catalog() {
      return this.catalogs[this.of];
    },
    /** What requests are about: other pages look at other extensions and tries at the same time. */
    at() {
      const { number } = this.catalog() ?? {};
      return { extension: this.session.extension, of: this.of, ...(number ? { [this.of]: number } : {}) };
    },
    /** Show the rows of the try or of the whole image, or others in their place. */
    show(of, catalog = this.catalogs[of]) {
      const before = this.catalog();
      this.catalogs[of] = catalog;
      this.of = of;
      Object.assign(this, carriedOver(this, before, catalog));
      this.tell("rows");
    },
  };
}

const NUMBERS_OF_A_TRY = [
  ["NUMBER", "id", "", "Running number"],
  ["X_IMAGE", "x", "pixel", "Position along x; the first pixel is 1"],
  ["Y_IMAGE", "y", "pixel", "Position along y; the first pixel is 1"],
  ["FLUX_AUTO", "flux", "count", "Flux in the Kron ellipse"],
  ["A_IMAGE", "a", "pixel", "Spread along the long axis"],
  ["B_IMAGE", "b", "pixel", "Spread along the short axis"],
  ["THETA_IMAGE", "theta", "deg", "Angle of the long axis, from x towards y"],
  ["KRON_RADIUS", "kron", "", "Kron ellipse, in units of A_IMAGE and B_IMAGE"],
  ["FLAGS", "flags", "", "Sum of flags"],
  ["STATUS", "status", "", "Compared with the try before: kept, new, split or merged"],
];

/** A column's values: numbers as an array of numbers (none: NaN), texts as they are. */
function asColumn(values) {
  if (values.some((value) => typeof value === "string")) return values.map((value) => value ?? "");
  return Float64Array.from(values, (value) => (value === null || value === undefined ? NaN : Number(value)));
}

/** Rows for the table, from columns [{name, unit, about, values}]. */
function makeCatalog(of, columns, numbers, more) {
  const flat = [];
  const vectors = new Map();
  for (const { name, unit, about, format, values } of columns) {
    const lists = Array.isArray(values[0]) ? values.map((cell) => cell.flat(Infinity)) : null;
    const isOne = lists?.[0].length === 1;
    const cells = isOne ? null : lists;
    const length = cells ? cells[0].length : 0;
    if (!cells) flat.push({ name, unit, about, format, values: asColumn(isOne ? lists.flat() : values) });
    else vectors.set(name, length <= MOST_ELEMENTS ? length : 0);
    for (let index = 0; index < length && length <= MOST_ELEMENTS; index += 1) {
      flat.push({ name: `${name}[${index + 1}]`, unit, about, format, values: asColumn(cells.map((cell) => cell[index])) });
    }
  }
  const byName = new Map(flat.map((column) => [column.name, column]));
  return { of, columns: flat, byName, vectors, numbers, count: numbers.length, rowOf: rowsByNumber(numbers), ...more };
}

const rowsByNumber = (numbers) => new Map(numbers.map((number, row) => [number, row]));

/** The rows of a try. */
export function catalogOfTry(result) {
  const objects = result.objects;
  const columns = NUMBERS_OF_A_TRY.filter(([, key]) => objects[key]).map(([name, key, unit, about]) => ({
    name, unit, about, values: objects[key],
  }));
  const more = { number: result.number, objects, footprints: result.footprints ?? [], lost: result.lost ?? [], negative: result.negative ?? null };
  return makeCatalog("try", columns, objects.id, more);
}

/** The rows of a catalog of the whole image: {columns, rows, numbers}, with shapes from its columns where it has them. */
export function catalogOfTable(table) {
  const columns = table.columns.map((column) => ({ ...column, values: table.rows[column.name] }));
  const more = { number: table.run, settings: table.settings, footprints: table.footprints ?? [], lost: [], negative: null };
  const catalog = makeCatalog("run", columns, table.numbers, more);
  const values = (...names) => names.map((name) => catalog.byName.get(name)?.values).find(Boolean) ?? null;
  catalog.objects = table.objects ?? {
    id: table.numbers,
    x: values("X_IMAGE", "XWIN_IMAGE", "XPEAK_IMAGE"),
    y: values("Y_IMAGE", "YWIN_IMAGE", "YPEAK_IMAGE"),
    a: values("A_IMAGE", "AWIN_IMAGE"),
    b: values("B_IMAGE", "BWIN_IMAGE"),
    theta: values("THETA_IMAGE", "THETAWIN_IMAGE"),
    kron: values("KRON_RADIUS"),
    flags: values("FLAGS"),
    aperture: [],
  };
  return catalog;
}
