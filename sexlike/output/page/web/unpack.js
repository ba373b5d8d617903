// Numbers and texts that a page carries with it: deflated, in base64, the bytes of numbers sorted by their rank.

const ARRAYS = { Uint8Array, Uint16Array, Uint32Array, Int8Array, Int16Array, Int32Array, Float32Array, Float64Array };

/** Bytes of a text in base64. */
export function bytesOf(text) {
  const characters = atob(text);
  const bytes = new Uint8Array(characters.length);
  for (let index = 0; index < bytes.length; index += 1) bytes[index] = characters.charCodeAt(index);
  return bytes;
}

async function inflated(text) {
  if (typeof DecompressionStream === "undefined") throw new Error("This page needs a newer browser, of 2023 or later.");
  const stream = new Blob([bytesOf(text)]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** An array as it was packed, without its shape; or a text. */
export async function unpacked({ type, data }) {
  const planes = await inflated(data);
  if (type === "text") return new TextDecoder().decode(planes);
  const width = ARRAYS[type].BYTES_PER_ELEMENT;
  const count = planes.length / width;
  const bytes = new Uint8Array(planes.length);
  for (let rank = 0, place = 0; rank < width; rank += 1) {
    for (let index = rank; index < bytes.length; index += width, place += 1) bytes[index] = planes[place];
  }
  return new ARRAYS[type](bytes.buffer, 0, count);
}

/** All packed parts of a mapping; null stays null. */
export async function unpackedAll(parts) {
  if (!parts) return null;
  const entries = Object.entries(parts).map(async ([name, part]) => [name, part?.data ? await unpacked(part) : part]);
  return Object.fromEntries(await Promise.all(entries));
}
