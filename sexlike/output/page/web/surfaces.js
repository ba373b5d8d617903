// Quantities that a page knows on a grid: positions on the sky, the background and its noise.

/** Place of a value between the nodes: [index of the node before it, share of the next one]. */
function between(nodes, value) {
  let before = 0;
  while (before < nodes.length - 2 && nodes[before + 1] <= value) before += 1;
  if (nodes.length < 2) return [0, 0];
  return [before, Math.min(1, Math.max(0, (value - nodes[before]) / (nodes[before + 1] - nodes[before])))];
}

/** The value of a map at a 0-based pixel, from those of the nodes around it. */
export function valueAt(map, nodesX, nodesY, x, y) {
  const [column, right] = between(nodesX, x);
  const [row, up] = between(nodesY, y);
  const width = nodesX.length;
  const at = (i, j) => map[Math.min(j, nodesY.length - 1) * width + Math.min(i, width - 1)];
  const along = (j) => at(column, j) + (right ? right * (at(column + 1, j) - at(column, j)) : 0);
  return along(row) + (up ? up * (along(row + 1) - along(row)) : 0);
}

/** A map as a tile of numbers. */
export function tileOfMap(map, { x: nodesX, y: nodesY }, { x0, y0, step, width, height }) {
  let [low, high] = [Infinity, -Infinity];
  for (const value of map) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const span = high - low || 1;
  const values = new Uint16Array(width * height);
  for (let row = 0; row < height; row += 1) {
    for (let column = 0; column < width; column += 1) {
      const value = valueAt(map, nodesX, nodesY, x0 + column * step, y0 + row * step);
      values[row * width + column] = Math.round(((value - low) / span) * 65535);
    }
  }
  return { width, height, values, state: new Uint8Array(width * height), low, high: low + span, soften: 0 };
}

/** Right ascension and declination (degrees) at a 0-based pixel; null where there is no sky. */
export function skyAt(vectors, [rows, columns], { width, height }, x, y) {
  const gridX = (x / Math.max(1, width - 1)) * (columns - 1);
  const gridY = (y / Math.max(1, height - 1)) * (rows - 1);
  const column = Math.min(Math.max(0, Math.floor(gridX)), columns - 2);
  const row = Math.min(Math.max(0, Math.floor(gridY)), rows - 2);
  const [right, up] = [gridX - column, gridY - row];
  const at = (i, j, axis) => vectors[((row + j) * columns + column + i) * 3 + axis];
  const [a, b, c] = [0, 1, 2].map((axis) =>
    (at(0, 0, axis) * (1 - right) + at(1, 0, axis) * right) * (1 - up) + (at(0, 1, axis) * (1 - right) + at(1, 1, axis) * right) * up);
  if (!Number.isFinite(a + b + c)) return null;
  const degrees = 180 / Math.PI;
  return { ra: (Math.atan2(b, a) * degrees + 360) % 360, dec: Math.atan2(c, Math.hypot(a, b)) * degrees };
}
