// From the 16-bit numbers of tiles to colours: limits, curve, contrast and brightness make one table of 65,536 colours.

const LEVELS = 65536;
const NO_VALUE = 0xff5a4a3c; // colours are alpha, blue, green, red
const MASKED = 0xff3c6e8c;
// Five colours of a ramp from dark blue to yellow that everybody can tell apart, in the light of each.
const RAMP = [[0, 34, 78], [66, 78, 108], [124, 123, 120], [185, 172, 112], [254, 232, 56]];

export const MODES = [
  { name: "zscale", about: "zscale (the sky)" },
  { name: "asinh", about: "asinh" },
  { name: "99", about: "99 % of the pixels" },
  { name: "99.9", about: "99.9 % of the pixels" },
  { name: "linear", about: "linear (all values)" },
];

/** Limits of a stretch, and whether it bends: {low, high, bent}. */
export function limitsOf(mode, stretch) {
  const [low, high] = { zscale: stretch.zscale, ...stretch.percentiles }[mode] ?? [stretch.low, stretch.high];
  if (mode === "asinh") return { low: stretch.zscale[0], high: stretch.percentiles["99.9"]?.[1] ?? high, bent: true };
  return { low, high, bent: false };
}

function colourOf(share, isRamp) {
  if (!isRamp) {
    const grey = Math.round(share * 255);
    return 0xff000000 | (grey << 16) | (grey << 8) | grey;
  }
  const place = share * (RAMP.length - 1);
  const index = Math.min(Math.floor(place), RAMP.length - 2);
  const [red, green, blue] = RAMP[index].map((from, channel) => Math.round(from + (RAMP[index + 1][channel] - from) * (place - index)));
  return 0xff000000 | (blue << 16) | (green << 8) | red;
}

/** Limits of another layer: all of its values; of the filtered image, which has no sky, as many as of the image. */
function limitsOfLayer(layer, { low, high, soften }, mode, ofImage) {
  if (layer !== "filtered" || mode === "linear") return { low, high, bent: false };
  const dark = -3 * soften;
  return { low: dark, high: dark + ofImage.high - ofImage.low, bent: ofImage.bent };
}

/** The value that a 16-bit number stands for, on the scale {low, high, soften} of its tile. */
export function valueOf(number, { low, high, soften }) {
  if (!(soften > 0)) return low + ((high - low) * number) / (LEVELS - 1);
  return low + soften * Math.sinh((number / (LEVELS - 1)) * Math.asinh((high - low) / soften));
}

/** The colours of all 16-bit numbers. */
function makeLookup(scale, limits, { contrast, brightness, invert }, isRamp) {
  const colours = new Uint32Array(LEVELS);
  const span = limits.high - limits.low || 1;
  const soften = scale.soften > 0 ? scale.soften : span / 10;
  const bend = (value) => (limits.bent ? Math.asinh(value / soften) : value);
  const top = bend(span);
  for (let number = 0; number < LEVELS; number += 1) {
    const share = bend(valueOf(number, scale) - limits.low) / top;
    const shown = (share - 0.5) * contrast + 0.5 + brightness;
    const within = Math.min(1, Math.max(0, shown));
    colours[number] = colourOf(invert ? 1 - within : within, isRamp);
  }
  return colours;
}

/** Tables of colours, each made once: lookup(layer, tile) -> {name, colours}. */
export function makeLookups(state) {
  const made = new Map();
  return (layer, tile) => {
    const { mode, contrast, brightness, invert } = state.stretch;
    const name = [layer, tile.low, tile.high, tile.soften, mode, contrast, brightness, invert].join(" ");
    if (!made.has(name)) {
      if (made.size > 20) made.clear();
      const isPicture = layer === "image" || layer === "filtered";
      const ofImage = limitsOf(mode, state.session.stretch);
      const limits = layer === "image" ? ofImage : limitsOfLayer(layer, tile, mode, ofImage);
      const settings = isPicture ? state.stretch : { contrast: 1, brightness: 0, invert: false };
      made.set(name, { name, colours: makeLookup(tile, limits, settings, !isPicture) });
    }
    return made.get(name);
  };
}

/** Paint a tile of numbers into an ImageData. */
export function paintValues(picture, tile, { colours }) {
  const pixels = new Uint32Array(picture.data.buffer);
  const { values, state } = tile;
  for (let index = 0; index < pixels.length; index += 1) {
    pixels[index] = state[index] === 1 ? NO_VALUE : state[index] === 2 ? MASKED : colours[values[index]];
  }
}

/** Paint a tile of labels: a colour for each object; or stripes, where the labels are those of masks. */
export function paintLabels(picture, tile, isMask) {
  const pixels = new Uint32Array(picture.data.buffer);
  for (let index = 0; index < pixels.length; index += 1) {
    const label = tile.labels[index];
    if (label === 0) pixels[index] = 0;
    else if (isMask) pixels[index] = (index + Math.floor(index / tile.width)) % 4 < 2 ? 0xff0066d5 : 0xffffffff;
    else pixels[index] = colourOfLabel(label);
  }
}

function colourOfLabel(label) {
  const mixed = Math.imul(label, 2654435761) >>> 0;
  const channel = (shift) => 96 + (((mixed >>> shift) & 0xff) * 159) / 255;
  return (0xff000000 | (channel(0) << 16) | (channel(8) << 8) | channel(16)) >>> 0;
}
