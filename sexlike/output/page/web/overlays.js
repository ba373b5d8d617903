// What is drawn over the image: ellipses, circles, outlines, and what changed since the try before.
//
// A status has its colour (told apart by everybody: Okabe & Ito) and its own kind of line.

export const STYLES = {
  kept: { colour: "#56b4e9", dash: [], width: 1.5, about: "kept: as in the try before" },
  new: { colour: "#f0e442", dash: [], width: 3, about: "new: not in the try before" },
  lost: { colour: "#e69f00", dash: [2, 4], width: 2.5, cross: true, about: "lost: only in the try before" },
  split: { colour: "#ff8fc7", dash: [9, 4], width: 2.5, about: "split: was part of one object" },
  merged: { colour: "#00c08b", dash: [9, 3, 2, 3], width: 2.5, about: "merged: was several objects" },
};
const PLAIN = { colour: "#56b4e9", dash: [], width: 1.5 };
const APERTURE = { colour: "#ffffff", dash: [3, 3], width: 1.25 };
const OUTLINE = { colour: "#9be564", dash: [], width: 1.25 };
const NEGATIVE = { colour: "#ff6b5e", dash: [6, 2], width: 2 };
const CHOSEN = { colour: "#ffffff", dash: [], width: 2.5 };
const SMALLEST = 3; // screen pixels
const CROWD = 2500; // ellipses in the picture, from which on small ones are points
const POINT = 6; // screen pixels: a semi-axis that is small

/** Stroke a path in a style, on a dark rim that makes it visible on anything. */
function stroke(context, path, { colour, dash, width }, opacity) {
  context.globalAlpha = opacity;
  context.setLineDash(dash);
  context.lineWidth = width + 2;
  context.strokeStyle = "rgba(0, 0, 0, 0.65)";
  context.stroke(path);
  context.lineWidth = width;
  context.strokeStyle = colour;
  context.stroke(path);
  context.setLineDash([]);
  context.globalAlpha = 1;
}

function addEllipse(path, x, y, a, b, degrees, project) {
  const angle = (-degrees * Math.PI) / 180;
  const [long, short] = [Math.max(SMALLEST, a * project.scale), Math.max(SMALLEST, b * project.scale)];
  const [left, top] = [project.x(x), project.y(y)];
  path.moveTo(left + long * Math.cos(angle), top + long * Math.sin(angle));
  path.ellipse(left, top, long, short, angle, 0, 2 * Math.PI);
}

function addCross(path, x, y, project) {
  const [left, top] = [project.x(x), project.y(y)];
  for (const [right, down] of [[4, 4], [4, -4]]) {
    path.moveTo(left - right, top - down);
    path.lineTo(left + right, top + down);
  }
}

/** Semi-axes of the ellipse that stands for an object: Kron's where there is one. */
function axesOf(objects, row) {
  const a = objects.a?.[row];
  const factor = objects.kron?.[row] > 0 ? objects.kron[row] : 3;
  const long = Number.isFinite(a) ? a * factor : 0;
  const b = objects.b?.[row];
  return [long, Number.isFinite(b) ? b * factor : long, objects.theta?.[row] || 0];
}

function isSeen(x, y, margin, { x0, x1, y0, y1 }) {
  return x > x0 - margin && x < x1 + margin && y > y0 - margin && y < y1 + margin;
}

/** Rows of the catalog in the picture, those that the filter lets pass first: [passing, others]. */
function rowsInView(state, catalog, project) {
  const passing = new Uint8Array(catalog.count);
  for (const row of state.shown) passing[row] = 1;
  const rows = [[], []];
  const { x, y } = catalog.objects;
  for (let row = 0; row < catalog.count; row += 1) {
    if (x && y && isSeen(x[row], y[row], axesOf(catalog.objects, row)[0], project.seen)) rows[1 - passing[row]].push(row);
  }
  return rows;
}

const AT_ONCE = 16; // objects in a path: what a path takes grows faster than its length

/** Draw a path for some rows at a time: `add` puts one of them into it. */
function strokeRows(context, rows, style, opacity, add) {
  for (let first = 0; first < rows.length; first += AT_ONCE) {
    const path = new Path2D();
    for (const row of rows.slice(first, first + AT_ONCE)) add(path, row);
    stroke(context, path, style, opacity);
  }
}

function drawEllipses(context, objects, rows, style, opacity, project) {
  const isSmall = (row) => rows.length > CROWD && axesOf(objects, row)[0] * project.scale < POINT;
  drawPoints(context, objects, rows.filter(isSmall), style, opacity, project);
  strokeRows(context, rows.filter((row) => !isSmall(row)), style, opacity, (path, row) => {
    addEllipse(path, objects.x[row], objects.y[row], ...axesOf(objects, row), project);
  });
}

function drawPoints(context, objects, rows, { colour }, opacity, project) {
  context.globalAlpha = opacity;
  for (const [size, fill] of [[5, "#000000"], [3, colour]]) {
    context.fillStyle = fill;
    for (const row of rows) context.fillRect(project.x(objects.x[row]) - size / 2, project.y(objects.y[row]) - size / 2, size, size);
  }
  context.globalAlpha = 1;
}

function drawChanges(context, catalog, rows, opacity, project) {
  const { objects } = catalog;
  for (const status of ["new", "split", "merged"]) {
    const changed = rows.filter((row) => objects.status[row] === status);
    drawEllipses(context, objects, changed, STYLES[status], opacity, project);
  }
  const path = new Path2D();
  for (const { x, y, a, b, theta } of catalog.lost) {
    addEllipse(path, x, y, 3 * a, 3 * b, theta, project);
    addCross(path, x, y, project);
  }
  stroke(context, path, STYLES.lost, opacity);
}

function drawApertures(context, objects, rows, opacity, project) {
  strokeRows(context, rows, APERTURE, opacity, (path, row) => {
    for (const radius of objects.aperture ?? []) addEllipse(path, objects.x[row], objects.y[row], radius, radius, 0, project);
  });
}

function drawFootprints(context, footprints, rows, opacity, project) {
  strokeRows(context, rows, OUTLINE, opacity, (path, row) => addOutline(path, footprints[row] ?? [], project));
}

function addOutline(path, outline, project) {
  let isBegun = false;
  for (let index = 0; index + 1 < outline.length; index += 2) {
    if (outline[index] === null) { // between parts that do not touch
      path.closePath();
      isBegun = false;
      continue;
    }
    const [left, top] = [project.x(outline[index]), project.y(outline[index + 1])];
    if (isBegun) path.lineTo(left, top);
    else path.moveTo(left, top);
    isBegun = true;
  }
  if (isBegun) path.closePath();
}

function drawNegative(context, negative, opacity, project) {
  const path = new Path2D();
  for (let row = 0; row < negative.x.length; row += 1) {
    const [left, top] = [project.x(negative.x[row]), project.y(negative.y[row])];
    const size = Math.max(6, 3 * (negative.a?.[row] ?? 0) * project.scale);
    [[0, -size], [size, 0], [0, size], [-size, 0]].forEach(([right, down], corner) => {
      if (corner === 0) path.moveTo(left + right, top + down);
      else path.lineTo(left + right, top + down);
    });
    path.closePath();
  }
  stroke(context, path, NEGATIVE, opacity);
}

/** Draw all overlays that are switched on. */
export function drawOverlays(context, state, project) {
  const catalog = state.catalog();
  if (!catalog) return;
  const [rows, others] = rowsInView(state, catalog, project);
  const opacityOf = (name) => (state.layers.get(name)?.on ? state.layers.get(name).opacity : 0);
  const { objects } = catalog;
  if (opacityOf("footprints")) drawFootprints(context, catalog.footprints, rows, opacityOf("footprints"), project);
  if (opacityOf("apertures")) drawApertures(context, objects, rows, opacityOf("apertures"), project);
  if (opacityOf("kron")) {
    // The lines of changes have gaps, through which these would be seen.
    const isChanged = (row) => opacityOf("changes") > 0 && objects.status && objects.status[row] !== "kept";
    const plain = rows.filter((row) => !isChanged(row));
    drawEllipses(context, objects, others, PLAIN, opacityOf("kron") * 0.25, project);
    drawEllipses(context, objects, plain, PLAIN, opacityOf("kron"), project);
  }
  if (opacityOf("changes") && objects.status) drawChanges(context, catalog, rows, opacityOf("changes"), project);
  if (opacityOf("negative") && catalog.negative) drawNegative(context, catalog.negative, opacityOf("negative"), project);
  drawPicked(context, state, catalog, project);
}

/** The objects that were picked out, and the one of the panel. */
function drawPicked(context, state, catalog, project) {
  const path = new Path2D();
  for (const number of new Set([...state.picked, state.chosen])) {
    const row = catalog.rowOf.get(number);
    if (row === undefined || !catalog.objects.x) continue;
    const [long, short, theta] = axesOf(catalog.objects, row);
    const more = 5 / project.scale;
    addEllipse(path, catalog.objects.x[row], catalog.objects.y[row], long + more, short + more, theta, project);
  }
  stroke(context, path, CHOSEN, 1);
}

/** Where the preview is: what lies outside it is shaded; nothing where it is the whole image. */
export function drawRegion(context, { region: [x0, y0, x1, y1], session }, project, { width, height }) {
  if (x0 <= 1 && y0 <= 1 && x1 >= session.width && y1 >= session.height) return;
  const [left, right] = [project.x(x0 - 0.5), project.x(x1 + 0.5)];
  const [top, bottom] = [project.y(y1 + 0.5), project.y(y0 - 0.5)];
  const shade = new Path2D();
  shade.rect(0, 0, width, height);
  shade.rect(left, top, right - left, bottom - top);
  context.fillStyle = "rgba(0, 0, 0, 0.35)";
  context.fill(shade, "evenodd");
  const frame = new Path2D();
  frame.rect(left, top, right - left, bottom - top);
  stroke(context, frame, { colour: "#ffffff", dash: [8, 6], width: 1 }, 0.8);
}

/** The cross in the middle, which is the pointer of the keyboard. */
export function drawCross(context, { width, height }) {
  const path = new Path2D();
  const [left, top] = [width / 2, height / 2];
  for (const [right, down] of [[1, 0], [-1, 0], [0, 1], [0, -1]]) {
    path.moveTo(left + 4 * right, top + 4 * down);
    path.lineTo(left + 14 * right, top + 14 * down);
  }
  stroke(context, path, CHOSEN, 1);
}

/** The number of the object at a place: the nearest, in units of its ellipse; within a margin (pixels) of it. */
export function objectAt(state, x, y, margin) {
  const catalog = state.catalog();
  if (!catalog?.objects.x) return null;
  const { objects } = catalog;
  let [best, found] = [1, null];
  for (let row = 0; row < catalog.count; row += 1) {
    const [long, short, theta] = axesOf(objects, row);
    const angle = (theta * Math.PI) / 180;
    const [right, up] = [x - objects.x[row], y - objects.y[row]];
    const along = (right * Math.cos(angle) + up * Math.sin(angle)) / (long + margin);
    const across = (up * Math.cos(angle) - right * Math.sin(angle)) / (short + margin);
    const far = along * along + across * across;
    if (far < best) [best, found] = [far, catalog.numbers[row]];
  }
  return found;
}
