// Tiles of the image: asked for when they are to be seen, kept, coloured, and put together.

import { makeLookups, paintLabels, paintValues } from "./stretch.js";

const MOST_KEPT = 240;
const MOST_ASKED = 6; // at a time; the browser holds the others back anyhow
const PATIENCE = 1500; // milliseconds before what failed is asked for again

/** A store of tiles; `changed` is called when there is more to see, `failed` with what went wrong. */
export function makeTiles(state, changed, failed) {
  const kept = new Map();
  const asked = new Map();
  const refused = new Map();
  const lookup = makeLookups(state);
  let wanted = [];
  let round = 0;

  async function fetchTile(name, place) {
    const controller = new AbortController();
    const mine = round;
    asked.set(name, controller);
    try {
      const tile = await state.source.tile(place.layer, place.level, place.column, place.row, controller.signal, state.at());
      if (mine === round) keep(name, tile);
    } catch (error) {
      if (mine === round && error.name !== "AbortError") refuse(name, error);
    }
    if (mine !== round) return;
    asked.delete(name);
    pump();
    changed();
  }

  function keep(name, tile) {
    kept.set(name, tile);
    if (kept.size > MOST_KEPT) kept.delete(kept.keys().next().value);
  }

  function refuse(name, error) {
    refused.set(name, Date.now());
    setTimeout(changed, PATIENCE);
    failed(error);
  }

  function pump() {
    while (asked.size < MOST_ASKED && wanted.length > 0) {
      const place = wanted.shift();
      const name = nameOf(place);
      if (!kept.has(name) && !asked.has(name)) fetchTile(name, place);
    }
  }

  /** A tile that is there, as a canvas in its present colours; null where it is still to come. */
  function painted(place, isNeeded) {
    const name = nameOf(place);
    const tile = kept.get(name);
    if (!tile) {
      if (isNeeded && Date.now() - (refused.get(name) ?? 0) > PATIENCE) wanted.push(place);
      return null;
    }
    kept.delete(name); // the last one used is the last one dropped
    kept.set(name, tile);
    const colours = tile.labels ? { name: "labels" } : lookup(place.layer, tile);
    if (tile.painted !== colours.name) paint(tile, place.layer, colours);
    return tile;
  }

  /** Draw a layer into a context whose unit is a pixel of the image, (0, 0) being the corner of the first one. */
  function draw(context, layer, seen, scale) {
    const { levels, tileSize } = state.session;
    const level = Math.max(0, Math.min(levels - 1, Math.floor(Math.log2(1 / scale) + 0.01)));
    context.imageSmoothingEnabled = scale * 2 ** level < 0.99;
    const size = tileSize * 2 ** level;
    const { width, height } = state.session;
    const first = [Math.max(0, Math.floor(seen.x0 / size)), Math.max(0, Math.floor(seen.y0 / size))];
    const last = [Math.floor(Math.min(seen.x1, width - 1) / size), Math.floor(Math.min(seen.y1, height - 1) / size)];
    for (let row = first[1]; row <= last[1]; row += 1) {
      for (let column = first[0]; column <= last[0]; column += 1) drawOne(context, { layer, level, column, row });
    }
  }

  function drawOne(context, place) {
    const { levels, tileSize, width, height } = state.session;
    const tile = painted(place, true);
    const step = 2 ** place.level;
    const [x, y] = [place.column * tileSize * step, place.row * tileSize * step];
    if (tile) {
      context.drawImage(tile.canvas, x, y, tile.width * step, tile.height * step);
      return;
    }
    for (let level = place.level + 1; level < levels; level += 1) {
      const coarse = 2 ** level;
      const parent = { layer: place.layer, level, column: Math.floor(x / (tileSize * coarse)), row: Math.floor(y / (tileSize * coarse)) };
      const found = painted(parent, false);
      if (!found) continue;
      const left = x / coarse - parent.column * tileSize;
      const top = y / coarse - parent.row * tileSize;
      const across = Math.min(tileSize * step, width - x) / coarse;
      const up = Math.min(tileSize * step, height - y) / coarse;
      context.drawImage(found.canvas, left, top, across, up, x, y, across * coarse, up * coarse);
      return;
    }
  }

  return {
    draw,
    /** Before a drawing: what was wanted for the last one is not any more. */
    begin: () => { wanted = []; },
    /** After it: ask for what was missing. */
    end: pump,
    isComplete: () => asked.size === 0 && wanted.length === 0,
    /** Drop some layers, or all: their pixels have changed. */
    forget(...layers) {
      round += 1;
      for (const controller of asked.values()) controller.abort();
      asked.clear();
      for (const store of [kept, refused]) {
        for (const name of [...store.keys()]) if (layers.length === 0 || layers.includes(name.split(" ")[0])) store.delete(name);
      }
      changed();
    },
  };
}

const nameOf = ({ layer, level, column, row }) => `${layer} ${level} ${column} ${row}`;

function paint(tile, layer, colours) {
  if (!tile.canvas) tile.canvas = new OffscreenCanvas(tile.width, tile.height);
  const picture = new ImageData(tile.width, tile.height);
  if (tile.labels) paintLabels(picture, tile, layer === "mask");
  else paintValues(picture, tile, colours);
  tile.canvas.getContext("2d").putImageData(picture, 0, 0);
  tile.painted = colours.name;
}
