// The image: where it is seen from, and how hands and keys move it.
//
// Inside, u and v count from the lower left corner of the first pixel: u = x - 0.5. The picture is drawn with y upwards.

import { byId, whenQuiet } from "./dom.js";
import { drawCross, drawOverlays, drawRegion, objectAt } from "./overlays.js";
import { RASTERS } from "./layers.js";

const LARGEST_SCALE = 64; // screen pixels per pixel of the image
const CLICK = 4; // screen pixels that a hand may move in a click

/** The viewer of the session's image, on the two canvases of the page. */
export function makeViewer(state, tiles) {
  const canvas = byId("picture");
  const over = byId("overlays");
  const view = { u: 0, v: 0, scale: 1, width: 1, height: 1 };
  const settled = whenQuiet(250, () => state.tell("settled", view));
  let isWaiting = false;
  let isFitted = true; // to the window, and to be fitted again when that is resized

  const smallest = () => Math.min(1, 0.5 * Math.min(view.width / state.session.width, view.height / state.session.height));
  const toImage = (left, top) => ({
    x: view.u + (left - view.width / 2) / view.scale + 0.5,
    y: view.v - (top - view.height / 2) / view.scale + 0.5,
  });
  const seen = () => ({
    x0: view.u - view.width / 2 / view.scale,
    x1: view.u + view.width / 2 / view.scale,
    y0: view.v - view.height / 2 / view.scale,
    y1: view.v + view.height / 2 / view.scale,
  });

  function refresh() {
    if (isWaiting) return;
    isWaiting = true;
    requestAnimationFrame(() => {
      isWaiting = false;
      draw();
    });
  }

  function measure() {
    const ratio = devicePixelRatio || 1;
    [view.width, view.height] = [canvas.clientWidth || 1, canvas.clientHeight || 1];
    for (const one of [canvas, over]) {
      const [width, height] = [Math.round(view.width * ratio), Math.round(view.height * ratio)];
      if (one.width !== width) one.width = width;
      if (one.height !== height) one.height = height;
    }
    return ratio;
  }

  function draw() {
    const ratio = measure();
    const context = canvas.getContext("2d");
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, canvas.width, canvas.height);
    const unit = view.scale * ratio;
    context.setTransform(unit, 0, 0, -unit, (view.width / 2) * ratio - view.u * unit, (view.height / 2) * ratio + view.v * unit);
    tiles.begin();
    tiles.draw(context, "image", seen(), unit);
    for (const name of RASTERS) {
      const layer = state.layers.get(name);
      if (!layer?.on) continue;
      context.globalAlpha = layer.opacity;
      tiles.draw(context, name, seen(), unit);
      context.globalAlpha = 1;
    }
    tiles.end();
    drawOver(ratio);
    canvas.dataset.complete = tiles.isComplete();
  }

  function drawOver(ratio) {
    const context = over.getContext("2d");
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, view.width, view.height);
    const project = {
      scale: view.scale,
      x: (x) => (x - 0.5 - view.u) * view.scale + view.width / 2,
      y: (y) => view.height / 2 - (y - 0.5 - view.v) * view.scale,
      seen: seen(),
    };
    drawOverlays(context, state, project);
    if (state.of === "try" && state.result) drawRegion(context, { region: state.result.region, session: state.session }, project, view);
    if (over.matches(":focus-visible")) drawCross(context, view);
  }

  /** Move and scale the view, so that it stays near the image. */
  function look(u, v, scale = view.scale) {
    view.scale = Math.min(LARGEST_SCALE, Math.max(smallest(), scale));
    view.u = Math.min(state.session.width, Math.max(0, u));
    view.v = Math.min(state.session.height, Math.max(0, v));
    isFitted = false;
    refresh();
    state.tell("view", view);
    settled();
  }

  /** Scale about a point of the screen, which stays where it is. */
  function zoom(factor, left = view.width / 2, top = view.height / 2) {
    const fixed = toImage(left, top);
    const scale = Math.min(LARGEST_SCALE, Math.max(smallest(), view.scale * factor));
    look(fixed.x - 0.5 - (left - view.width / 2) / scale, fixed.y - 0.5 + (top - view.height / 2) / scale, scale);
  }

  function fit() {
    measure();
    const { width, height } = state.session;
    look(width / 2, height / 2, Math.min(view.width / width, view.height / height, LARGEST_SCALE / 2));
    isFitted = true;
  }

  const viewer = {
    view, refresh, look, zoom, fit, toImage, seen,
    pan: (right, up) => look(view.u + right / view.scale, view.v + up / view.scale),
    /** Show an object: in the middle, unless it is well inside already, or all of the image is. */
    show(x, y) {
      const [left, top] = [(x - 0.5 - view.u) * view.scale + view.width / 2, view.height / 2 - (y - 0.5 - view.v) * view.scale];
      const isInside = left > view.width * 0.1 && left < view.width * 0.9 && top > view.height * 0.1 && top < view.height * 0.9;
      if (isInside || isFitted) refresh();
      else look(x - 0.5, y - 0.5);
    },
    pick({ x, y }) {
      const number = objectAt(state, x, y, 8 / view.scale);
      if (number !== null) state.tell("choose", { number, from: "image" });
    },
  };
  listen(viewer, state, over);
  new ResizeObserver(() => (isFitted ? fit() : refresh())).observe(canvas);
  return viewer;
}

/** Mouse, wheel, touch. */
function listen(viewer, state, canvas) {
  const fingers = new Map();
  const { view } = viewer;
  let moved = 0;
  const isOfContrast = (event) => event.buttons === 2 || (event.shiftKey && event.buttons === 1);

  canvas.addEventListener("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId);
    fingers.set(event.pointerId, event);
    moved = fingers.size > 1 ? Infinity : 0;
  });
  canvas.addEventListener("pointermove", (event) => {
    const before = fingers.get(event.pointerId);
    state.tell("pointer", viewer.toImage(event.offsetX, event.offsetY));
    if (!before) return;
    const [right, down] = [event.offsetX - before.offsetX, event.offsetY - before.offsetY];
    moved += Math.hypot(right, down);
    if (fingers.size === 2) pinch(event, before);
    else if (isOfContrast(event)) state.tell("contrast", { right: right / view.width, down: down / view.height });
    else if (moved > CLICK) viewer.pan(-right, down);
    fingers.set(event.pointerId, event);
  });

  function pinch(event, before) {
    const [other] = [...fingers.values()].filter((finger) => finger.pointerId !== event.pointerId);
    const apart = (finger) => Math.hypot(finger.offsetX - other.offsetX, finger.offsetY - other.offsetY) || 1;
    viewer.zoom(apart(event) / apart(before), (event.offsetX + other.offsetX) / 2, (event.offsetY + other.offsetY) / 2);
    viewer.pan((before.offsetX - event.offsetX) / 2, (event.offsetY - before.offsetY) / 2);
  }

  const lift = (event) => {
    if (fingers.delete(event.pointerId) && event.type === "pointerup" && moved <= CLICK && event.button === 0) {
      viewer.pick(viewer.toImage(event.offsetX, event.offsetY));
    }
  };
  canvas.addEventListener("pointerup", lift);
  canvas.addEventListener("pointercancel", lift);
  canvas.addEventListener("pointerleave", () => state.tell("pointer", null));
  canvas.addEventListener("contextmenu", (event) => event.preventDefault());
  canvas.addEventListener("dblclick", (event) => viewer.zoom(2, event.offsetX, event.offsetY));
  canvas.addEventListener("focus", viewer.refresh);
  canvas.addEventListener("blur", viewer.refresh);
  canvas.addEventListener("wheel", (event) => {
    event.preventDefault();
    const lines = event.deltaMode === 1 ? event.deltaY * 16 : event.deltaY;
    viewer.zoom(2 ** (-Math.max(-240, Math.min(240, lines)) / 240), event.offsetX, event.offsetY);
  }, { passive: false });
}
