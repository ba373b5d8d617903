// The picture that a page carries: shades of grey, with cut-outs in full resolution where it is smaller than the image.

import { bytesOf } from "./unpack.js";

const STRIP = 512; // rows that are read from the picture at a time
const MOST_OF_A_SIDE = 4; // shades along a side that are averaged for a pixel of a coarse tile
const CELL = 256; // pixels of the image: cut-outs are looked up by squares of this side

async function shadesOf({ kind, data }) {
  const blob = new Blob([bytesOf(data)], { type: `image/${kind}` });
  const bitmap = await createImageBitmap(blob, { colorSpaceConversion: "none", premultiplyAlpha: "none" });
  const { width, height } = bitmap;
  const shades = new Uint8Array(width * height);
  const canvas = new OffscreenCanvas(width, Math.min(STRIP, height));
  const context = canvas.getContext("2d", { willReadFrequently: true });
  for (let first = 0; first < height; first += STRIP) {
    const rows = Math.min(STRIP, height - first);
    context.drawImage(bitmap, 0, -first);
    const pixels = context.getImageData(0, 0, width, rows).data;
    for (let index = 0; index < width * rows; index += 1) shades[first * width + index] = pixels[4 * index];
  }
  bitmap.close();
  return { width, height, shades };
}

/** Squares of the image -> the cut-outs in them. */
function cellsOf(cutouts) {
  const cells = new Map();
  let offset = 0;
  (cutouts?.id ?? []).forEach((_, index) => {
    const [left, bottom, width, height] = ["left", "bottom", "width", "height"].map((name) => cutouts[name][index]);
    const cutout = { left, bottom, width, height, offset };
    offset += width * height;
    for (let row = Math.floor(bottom / CELL); row * CELL < bottom + height; row += 1) {
      for (let column = Math.floor(left / CELL); column * CELL < left + width; column += 1) {
        const name = `${column} ${row}`;
        if (!cells.has(name)) cells.set(name, []);
        cells.get(name).push(cutout);
      }
    }
  });
  return cells;
}

/** The pixels of a page: `shadeAt(x, y)` and `tile(place)`; x and y are 0-based. */
export async function makeShades(picture, mask, cutouts) {
  const { width: across, shades } = await shadesOf(picture);
  const { factor } = picture;
  const cells = cellsOf(cutouts);

  function shadeAt(x, y) {
    const found = cells.get(`${Math.floor(x / CELL)} ${Math.floor(y / CELL)}`)?.find(({ left, bottom, width, height }) =>
      x >= left && y >= bottom && x < left + width && y < bottom + height);
    if (found) return cutouts.shades[found.offset + (y - found.bottom) * found.width + (x - found.left)];
    return shades[Math.floor(y / factor) * across + Math.floor(x / factor)];
  }

  const maskAt = (x, y) => mask[Math.floor(y / factor) * across + Math.floor(x / factor)];

  /** A tile of numbers; those of coarse ones are means. */
  function tile({ x0, y0, step, width, height }) {
    const values = new Uint16Array(width * height);
    const state = new Uint8Array(width * height);
    const side = Math.min(MOST_OF_A_SIDE, Math.max(1, Math.floor(step / factor)));
    const apart = Math.max(1, Math.floor(step / side / factor));
    const last = Math.floor(shades.length / across) - 1;
    for (let row = 0; row < height; row += 1) {
      for (let column = 0; column < width; column += 1) {
        const [x, y] = [Math.floor((x0 + column * step) / factor), Math.floor((y0 + row * step) / factor)];
        let [sum, count] = [0, 0];
        for (let j = 0; j < side; j += 1) {
          for (let i = 0; i < side; i += 1) {
            const place = Math.min(y + j * apart, last) * across + Math.min(x + i * apart, across - 1);
            if (mask[place] === 1) continue;
            sum += shades[place];
            count += 1;
          }
        }
        values[row * width + column] = count ? Math.round((257 * sum) / count) : 0;
        state[row * width + column] = count && mask[y * across + x] === 1 ? 0 : mask[y * across + x];
      }
    }
    if (step === 1) paste(values, state, { x0, y0, width, height });
    return { width, height, values, state, low: picture.low, high: picture.high, soften: picture.soften };
  }

  /** Lay the cut-outs over a tile of full resolution. */
  function paste(values, state, { x0, y0, width, height }) {
    for (const cutout of cells.get(`${Math.floor(x0 / CELL)} ${Math.floor(y0 / CELL)}`) ?? []) {
      const [left, right] = [Math.max(cutout.left, x0), Math.min(cutout.left + cutout.width, x0 + width)];
      const [bottom, top] = [Math.max(cutout.bottom, y0), Math.min(cutout.bottom + cutout.height, y0 + height)];
      for (let y = bottom; y < top; y += 1) {
        for (let x = left; x < right; x += 1) {
          const place = (y - y0) * width + (x - x0);
          if (state[place] === 0) values[place] = 257 * cutouts.shades[cutout.offset + (y - cutout.bottom) * cutout.width + (x - cutout.left)];
        }
      }
    }
  }

  return { shadeAt, maskAt, tile };
}
