// Tries: which region is looked at, and that the newest request wins while the last good picture stays.

import { byId, numberText, say, sayError, whenQuiet } from "./dom.js";
import { catalogOfTry } from "./state.js";

const TELLING = 1000; // milliseconds after which a try tells how far it is
const LARGEST_PREVIEW = 1024; // pixels along a side of a preview

/** One side of the region of a preview: as much as may be, about the middle of what is seen. */
function sideOf(middle, length) {
  const size = Math.min(LARGEST_PREVIEW, length);
  const first = Math.round(Math.min(length - size, Math.max(0, middle - size / 2)));
  return [first + 1, first + size];
}

/** Whether what is seen of the image (or its middle, where that is more than a preview) lies in a region. */
function isWithin(view, [x0, y0, x1, y1], { width, height }) {
  const parts = [[view.u, view.width, x0, x1, width], [view.v, view.height, y0, y1, height]];
  return parts.every(([middle, screen, first, last, length]) => {
    const half = Math.min(screen / view.scale, LARGEST_PREVIEW / 2, last - first) / 2;
    const [from, to] = [Math.max(0, middle - half), Math.min(length, middle + half)];
    return from >= first - 1 - 1e-6 && to <= last + 1e-6;
  });
}

/** What makes tries of the settings and shows what came out. */
export function makeTries(state, viewer, panel, watch) {
  const { page } = state.source;
  let serial = Date.now(); // after those of before the page was loaded again
  let last = 0; // serial of what is shown
  const busy = byId("busy");

  const regionSeen = () => {
    const { width, height } = state.session;
    const [x0, x1] = sideOf(viewer.view.u, width);
    const [y0, y1] = sideOf(viewer.view.v, height);
    return [x0, y0, x1, y1];
  };

  const request = (number) => ({
    serial: number, page, region: regionSeen(), settings: state.settings,
    extension: state.session.extension, try: state.result?.number ?? null,
  });

  async function attempt() {
    serial += 1;
    const mine = serial;
    const { extension } = state.session;
    busy.hidden = false;
    const late = setTimeout(() => {
      byId("try-cancel").hidden = false;
      watch();
    }, TELLING);
    try {
      const result = await state.source.try_(request(mine));
      if (!result.dropped && mine > last && extension === state.session.extension) {
        last = mine;
        show(result, mine === serial);
      }
      if (result.dropped && mine === serial) say("The try was cancelled: the keywords are others than those of the picture.");
    } catch (error) {
      if (mine === serial) refuse(error);
    }
    clearTimeout(late);
    if (mine === serial) beReady();
  }

  function beReady() {
    busy.hidden = true;
    byId("try-cancel").hidden = true;
    byId("busy-stage").textContent = "…";
  }

  function tellHowFar({ try: work }) {
    if (busy.hidden || byId("try-cancel").hidden || work?.state !== "running") return;
    byId("busy-stage").textContent = `${work.stage || "searching"}, ${numberText(work.seconds, 2)} s`;
  }

  function refuse(error) {
    if (error.keyword) panel.refuse(error.keyword, error.message);
    const isNamed = !error.keyword || error.message.includes(error.keyword);
    sayError(isNamed ? error : { message: `${error.keyword}: ${error.message}` });
  }

  function show(result, isNewest) {
    state.result = result;
    state.tell("result", result);
    state.show("try", catalogOfTry(result));
    if (!isNewest) return;
    if (result.wholeBackground === false) watch();
    const count = result.counts.objects;
    say([`Preview: ${count} object${count === 1 ? "" : "s"}.`, ...result.messages].join(" "));
  }

  async function back(number) {
    serial += 1;
    const mine = serial;
    try {
      const result = await state.source.back(number, state.session.extension);
      if (mine !== serial) return;
      last = mine;
      state.settings = { ...result.settings };
      panel.show();
      show(result, true);
    } catch (error) {
      sayError(error);
    }
  }

  const soon = whenQuiet(70, attempt);
  if (state.source.abilities.tries) {
    state.on("settings", soon);
    state.on("status", tellHowFar);
    byId("try-cancel").addEventListener("click", () => state.source.cancel("try", state.session.extension).catch(sayError));
    state.on("settled", (view) => {
      if (state.of === "try" && state.result && !isWithin(view, state.result.region, state.session)) soon();
    });
  }
  let repeated = 0; // number of the try that was made again with the background of the whole image
  state.on("status", ({ background }) => {
    const { number, wholeBackground } = state.result ?? {};
    if (!background?.ready || wholeBackground !== false || number <= repeated) return;
    repeated = number + 1;
    attempt();
  });
  return { attempt, back, regionSeen };
}
