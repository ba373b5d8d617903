// What is under the pointer: position, value, sky, and the object.

import { byId, numberText, sexagesimal } from "./dom.js";

/** Follow the pointer; what is asked for last is shown. */
export function makeReadout(state) {
  let asked = 0;
  let isAsking = false;
  let wanted = null;

  function show(name, text) {
    byId(`at-${name}`).textContent = text;
  }

  async function ask() {
    if (isAsking || !wanted) return;
    isAsking = true;
    const [mine, { x, y }] = [asked, wanted];
    wanted = null;
    try {
      const told = await state.source.pixel(x, y, state.at());
      if (mine === asked) fill(told);
    } catch {
      // The next movement asks again.
    }
    isAsking = false;
    ask();
  }

  function fill({ value, background, noise, ra, dec, object }) {
    show("value", numberText(value));
    show("background", numberText(background, 5));
    show("noise", numberText(noise, 4));
    const hasSky = Number.isFinite(ra) && Number.isFinite(dec);
    show("sky", hasSky ? `${ra.toFixed(6)} ${dec.toFixed(6)} (${sexagesimal(ra, true)} ${sexagesimal(dec, false)})` : "–");
    show("object", object ? String(object) : "–");
  }

  state.on("pointer", (at) => {
    asked += 1;
    const { width, height } = state.session;
    const isOn = at && at.x >= 0.5 && at.y >= 0.5 && at.x < width + 0.5 && at.y < height + 0.5;
    show("x", isOn ? at.x.toFixed(1) : "–");
    show("y", isOn ? at.y.toFixed(1) : "–");
    wanted = isOn ? { x: Math.round(at.x), y: Math.round(at.y) } : null;
    if (isOn) ask();
    else fill({});
  });
}
