// The data of a page that `sexlike IMAGE --page` serves: every method asks the server.

const KEY_NAME = "sexlike-key";
const TAB_NAME = "sexlike-tab";
const TRIED_NAME = "sexlike-tried";

/** An answer that is a refusal: a sentence, and the keyword that it is about. */
export class Refusal extends Error {
  constructor(status, { error, keyword }) {
    super(error);
    this.status = status;
    this.keyword = keyword ?? null;
  }
}

/** The key from the address; from then on it is kept for this tab alone, and the address does not show it. */
function takeKey() {
  const given = new URLSearchParams(location.search).get("key");
  if (given) {
    sessionStorage.setItem(KEY_NAME, given);
    history.replaceState(null, "", location.pathname);
  }
  return given ?? sessionStorage.getItem(KEY_NAME) ?? "";
}

async function refusalOf(reply) {
  const told = await reply.json().catch(() => ({}));
  return new Refusal(reply.status, { error: told.error ?? `The server refused: ${reply.status}.`, keyword: told.keyword });
}

function makeCaller(key) {
  return async (method, path, content, signal) => {
    const headers = { "X-Sexlike-Key": key };
    if (content) headers["Content-Type"] = "application/json";
    const body = content ? JSON.stringify(content) : undefined;
    const reply = await fetch(path, { method, headers, body, signal, cache: "no-store" }).catch((error) => {
      if (error.name === "AbortError") throw error;
      throw new Refusal(0, { error: "The server does not answer. Is sexlike still running?" });
    });
    if (!reply.ok) throw await refusalOf(reply);
    return reply;
  };
}

const SCRATCH = { canvas: null, context: null };

/** The pixels of a picture, shape (height, width, 4), as they were written: no colours are managed. */
async function pixelsOf(blob) {
  const bitmap = await createImageBitmap(blob, { colorSpaceConversion: "none", premultiplyAlpha: "none" });
  const { width, height } = bitmap;
  if (!SCRATCH.canvas || SCRATCH.canvas.width < width || SCRATCH.canvas.height < height) {
    SCRATCH.canvas = new OffscreenCanvas(Math.max(width, 256), Math.max(height, 256));
    SCRATCH.context = SCRATCH.canvas.getContext("2d", { willReadFrequently: true });
  }
  SCRATCH.context.clearRect(0, 0, width, height);
  SCRATCH.context.drawImage(bitmap, 0, 0);
  bitmap.close();
  return { width, height, data: SCRATCH.context.getImageData(0, 0, width, height).data };
}

/** A tile of numbers: values of 16 bits and, for each, 0 good, 1 none, 2 masked. */
function tileOfValues({ width, height, data }, headers) {
  const values = new Uint16Array(width * height);
  const state = new Uint8Array(width * height);
  for (let index = 0, place = 0; index < values.length; index += 1, place += 4) {
    values[index] = (data[place] << 8) | data[place + 1];
    state[index] = data[place + 2];
  }
  const number = (name) => Number(headers.get(name));
  return { width, height, values, state, low: number("X-Low"), high: number("X-High"), soften: number("X-Soften") };
}

/** A tile of labels: the number of the object in each pixel. */
function tileOfLabels({ width, height, data }) {
  const labels = new Uint32Array(width * height);
  for (let index = 0, place = 0; index < labels.length; index += 1, place += 4) {
    labels[index] = (data[place] << 16) | (data[place + 1] << 8) | data[place + 2];
  }
  return { width, height, labels };
}

/** A word for this tab, so that others that are open do not drop its requests. */
function nameOfTab() {
  const made = () => Array.from(crypto.getRandomValues(new Uint32Array(2)), (number) => number.toString(36)).join("");
  const name = sessionStorage.getItem(TAB_NAME) ?? made();
  sessionStorage.setItem(TAB_NAME, name);
  return name;
}

/** What this tab has tried last, for when it is loaded again; that of another server, with another key, is nothing. */
function makeMemory(key) {
  return {
    keep: (tried) => sessionStorage.setItem(TRIED_NAME, JSON.stringify({ key, tried })),
    recall() {
      const kept = JSON.parse(sessionStorage.getItem(TRIED_NAME) ?? "null");
      return kept?.key === key ? kept.tried : {};
    },
  };
}

/** The source of a page that is served. */
export function liveSource() {
  const key = takeKey();
  const call = makeCaller(key);
  const ask = async (path, signal) => (await call("GET", path, null, signal)).json();
  const send = async (path, content, signal) => (await call("POST", path, content, signal)).json();
  return {
    abilities: { tries: true, run: true, save: true, grid: true, extensions: true },
    session: (extension) => ask(`api/session${extension === undefined ? "" : `?extension=${extension}`}`),
    ...makeMemory(key),
    page: nameOfTab(),
    extension: (number) => send("api/extension", { number }),
    status: (extension) => ask(`api/status?extension=${extension}`),
    async tile(layer, level, column, row, signal, at) {
      const words = new URLSearchParams({ layer, level, column, row, ...at });
      const reply = await call("GET", `api/tile?${words}`, null, signal);
      const pixels = await pixelsOf(await reply.blob());
      return layer === "segmentation" || layer === "mask" ? tileOfLabels(pixels) : tileOfValues(pixels, reply.headers);
    },
    pixel: (x, y, at) => ask(`api/pixel?${new URLSearchParams({ x, y, ...at })}`),
    try_: (request, signal) => send("api/try", request, signal),
    tries: (extension) => ask(`api/tries?extension=${extension}`),
    back: (number, extension) => send("api/back", { number, extension }),
    run: (settings) => send("api/run", { settings }),
    cancel: (what, extension) => send("api/cancel", { what, extension }),
    table: (extension) => ask(`api/table?extension=${extension}`),
    object: (number, at) => ask(`api/object?${new URLSearchParams({ number, ...at })}`),
    regions: async (numbers, at) => (await call("POST", "api/regions", { numbers, ...at })).blob(),
    selection: async (numbers, at) => (await call("POST", "api/selection", { numbers, ...at })).blob(),
    save: (settings) => send("api/save", { settings }),
    command: async (settings) => (await send("api/command", { settings })).text,
    grid: (settings, grid, region, extension) => send("api/grid", { settings, grid, region, extension }),
    gridSheet: () => ask("api/gridsheet"),
  };
}
