// The data of a page that is a file (CHECKPLOT_TYPE PAGE): all that it knows is in the document.

import { numberText } from "./dom.js";
import { beginnings, labelsOf, outlineOf } from "./outlines.js";
import { commaSeparatedRows } from "./printed.js";
import { makeShades } from "./shades.js";
import { valueOf } from "./stretch.js";
import { skyAt, tileOfMap, valueAt } from "./surfaces.js";
import { unpacked, unpackedAll } from "./unpack.js";

const TILE = 256;
const ROOM_AROUND = 1.5; // sides of a cut-out over those of the ellipse
const SMALLEST_CUTOUT = 24; // pixels

/** A section of the document with its numbers unpacked. */
async function prepared(section) {
  const [objects, rows, runs, growth, cutouts, maps] = await Promise.all(
    [section.objects, section.rows, section.footprints, section.growth, section.cutouts, section.maps].map(unpackedAll));
  const vectors = section.sky ? await unpacked(section.sky.vectors) : null;
  const mask = await unpacked(section.picture.mask);
  const shades = await makeShades(section.picture, mask, cutouts);
  const numbers = objects ? Array.from(objects.id) : [];
  const begins = runs ? beginnings(runs.count) : null;
  return {
    section, objects, rows, runs, growth, maps, vectors, shades, numbers, begins,
    rowOf: new Map(numbers.map((number, row) => [number, row])),
    footprints: runs ? numbers.map((_, row) => outlineOf(runs, begins, row)) : [],
  };
}

const layersOf = ({ runs, maps, section }) => [
  { name: "kron", about: "Kron ellipses", available: Boolean(section.objects) },
  { name: "footprints", about: "Footprints", available: Boolean(runs), why: "There is no room for them in this page." },
  { name: "apertures", about: "Circular apertures", available: section.apertures.length > 0 },
  { name: "segmentation", about: "Segmentation", available: Boolean(runs), why: "There is no room for it in this page." },
  { name: "background", about: "Background (between nodes of a grid)", available: Boolean(maps) },
  { name: "noise", about: "Noise of the background (between nodes of a grid)", available: Boolean(maps) },
];

/** What the page asks for first, as the server of a live page tells it. */
function sessionOf(data, open) {
  const { section } = open;
  const { width, height, number } = section.extension;
  let levels = 1;
  while (Math.max(width, height) > TILE * 2 ** (levels - 1)) levels += 1;
  return {
    image: data.image,
    measured: null,
    version: data.version,
    extensions: data.sections.map(({ extension }) => extension),
    extension: number,
    pixelScale: section.pixelScale,
    levels,
    tileSize: TILE,
    stretch: section.stretch,
    keywords: [],
    presets: [],
    columns: section.columns,
    layers: layersOf(open),
    outputs: { config: null, catalog: `${data.image.replace(/(\.(fits?|fts|fz|gz))+$/i, "")}.csv` },
    flags: data.flags,
  };
}

function placeOfTile({ width, height }, level, column, row) {
  const step = 2 ** level;
  const [x0, y0] = [column * TILE * step, row * TILE * step];
  const size = (length, first) => Math.min(TILE, Math.ceil((length - first) / step));
  return { x0, y0, step, width: size(width, x0), height: size(height, y0) };
}

/** Values of a row: a number, or numbers where the column has several. */
function rowOfObject({ section, rows }, row) {
  return Object.fromEntries(section.columns.map(({ name, size }) => {
    const values = Array.from(rows[name].subarray(row * size, (row + 1) * size));
    return [name, size === 1 ? values[0] : values];
  }));
}

function growthOf({ growth }, row) {
  if (!growth) return null;
  const count = growth.flux.length / growth.step.length;
  const flux = Array.from(growth.flux.subarray(row * count, (row + 1) * count));
  return { radius: [0, ...flux.map((_, index) => growth.step[row] * (index + 1))], flux: [0, ...flux] };
}

function cutoutOf({ objects, section }, row) {
  const { width, height } = section.extension;
  const long = objects.a[row] * (objects.kron[row] > 0 ? objects.kron[row] : 3);
  const half = Math.ceil(Math.max(SMALLEST_CUTOUT, 2 * ROOM_AROUND * long) / 2);
  const [x, y] = [Math.round(objects.x[row]), Math.round(objects.y[row])];
  return { x0: Math.max(1, x - half), y0: Math.max(1, y - half), x1: Math.min(width, x + half), y1: Math.min(height, y + half) };
}

/** The object whose footprint a 0-based pixel is part of; 0 for none. */
function objectAtPixel({ runs, begins, numbers }, x, y) {
  if (!runs) return 0;
  return labelsOf(runs, begins, numbers, { x0: x, y0: y, step: 1, width: 1, height: 1 })[0];
}

/** The value of a shade as far as it is known: what is beyond the ends of the scale has the shade of the end. */
function valueText(shade, scale) {
  const sign = shade === 0 ? "≤" : shade === 255 ? "≥" : "≈";
  return `${sign} ${numberText(valueOf(257 * shade, scale), 4)}`;
}

function pixelOf(open, x, y) {
  const { section, shades, maps, vectors } = open;
  const [column, line] = [x - 1, y - 1];
  const isThere = shades.maskAt(column, line) !== 1;
  const sky = vectors ? skyAt(vectors, section.sky.vectors.shape, section.extension, column, line) : null;
  const about = (name) => (maps ? valueAt(maps[name], maps.x, maps.y, column, line) : null);
  return {
    x, y,
    value: isThere ? valueText(shades.shadeAt(column, line), section.picture) : null,
    background: about("background"),
    noise: about("noise"),
    weight: null,
    ra: sky?.ra ?? null,
    dec: sky?.dec ?? null,
    object: objectAtPixel(open, column, line),
  };
}

/** Lines of a region file, each behind the frame that it is in. */
async function regionsOf({ section, rowOf }, numbers) {
  if (!section.regions) throw new Error("There is no room for regions in this page.");
  const lines = (await unpacked(section.regions.lines)).split("\n");
  let [text, frame] = [section.regions.head, ""];
  for (const number of numbers) {
    const line = lines[rowOf.get(number)];
    const end = line.indexOf(";");
    if (line.slice(0, end) !== frame) {
      frame = line.slice(0, end);
      text += `${frame}\n`;
    }
    text += `${line.slice(end + 1)}\n`;
  }
  return new Blob([text], { type: "text/plain" });
}

function tableOf({ section, rows, numbers, objects, footprints }) {
  const values = ({ name, size }) => (size === 1 ? rows[name] : numbers.map((_, row) => Array.from(rows[name].subarray(row * size, (row + 1) * size))));
  return {
    columns: section.columns,
    rows: Object.fromEntries(section.columns.map((column) => [column.name, values(column)])),
    numbers,
    objects: { ...objects, aperture: section.apertures },
    footprints,
  };
}

/** The source of a page that is a file; `opened` is told which section is shown. */
export function fileSource(data, opened = () => {}) {
  let open = null;
  async function extension(number) {
    open = await prepared(data.sections.find((section) => section.extension.number === number));
    opened(open.section);
    return sessionOf(data, open);
  }
  const nothing = { state: "none" };
  return {
    abilities: { tries: false, run: false, save: false, grid: false, extensions: data.sections.length > 1 },
    session: () => extension(data.sections[0].extension.number),
    extension,
    status: async () => ({ background: { done: 1, ready: true }, run: nothing, grid: nothing }),
    async tile(layer, level, column, row) {
      const place = placeOfTile(open.section.extension, level, column, row);
      if (layer === "segmentation") return { ...place, labels: labelsOf(open.runs, open.begins, open.numbers, place) };
      return layer === "image" ? open.shades.tile(place) : tileOfMap(open.maps[layer], open.maps, place);
    },
    pixel: async (x, y) => pixelOf(open, x, y),
    table: async () => tableOf(open),
    async object(number) {
      const row = open.rowOf.get(number);
      const flags = data.flags.filter(({ bit }) => open.objects.flags[row] & bit).map(({ name }) => name);
      return { row: rowOfObject(open, row), flags, growth: growthOf(open, row), cutout: cutoutOf(open, row) };
    },
    regions: (numbers) => regionsOf(open, numbers),
    async selection(numbers) {
      const text = commaSeparatedRows(open.section.columns, open.rows, numbers.map((number) => open.rowOf.get(number)));
      return new Blob([text], { type: "text/csv" });
    },
  };
}
