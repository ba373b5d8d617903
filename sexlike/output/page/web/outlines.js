// Footprints: from rows of pixels to outlines, and to maps of labels.

const DIRECTIONS = [[1, 0], [0, 1], [-1, 0], [0, -1]]; // right, up, left, down
const AHEAD = [[0, -1], [0, 0], [-1, 0], [-1, -1]]; // the pixel on the right hand, ahead of a corner
const AHEAD_LEFT = [[0, 0], [-1, 0], [-1, -1], [0, -1]];

/** Where the rows of pixels of each object begin, and where the last ones end. */
export function beginnings(count) {
  const begins = new Uint32Array(count.length + 1);
  for (let index = 0; index < count.length; index += 1) begins[index + 1] = begins[index] + count[index];
  return begins;
}

/** The pixels of an object within its box: 1 where it has one. */
function bitmapOf({ x, y, length }, first, last) {
  let [width, height] = [0, 0];
  for (let row = first; row < last; row += 1) {
    width = Math.max(width, x[row] + length[row]);
    height = Math.max(height, y[row] + 1);
  }
  const filled = new Uint8Array(width * height);
  for (let row = first; row < last; row += 1) filled.fill(1, y[row] * width + x[row], y[row] * width + x[row] + length[row]);
  return { filled, width, height };
}

/** Move the pixels that hang together with one from a bitmap to another, which is returned. */
function partOf({ filled, width, height }, start) {
  const part = new Uint8Array(filled.length);
  const waiting = [start];
  filled[start] = 0;
  while (waiting.length > 0) {
    const place = waiting.pop();
    part[place] = 1;
    const [column, line] = [place % width, Math.floor(place / width)];
    for (let up = Math.max(0, line - 1); up <= Math.min(height - 1, line + 1); up += 1) {
      for (let right = Math.max(0, column - 1); right <= Math.min(width - 1, column + 1); right += 1) {
        if (!filled[up * width + right]) continue;
        filled[up * width + right] = 0;
        waiting.push(up * width + right);
      }
    }
  }
  return { filled: part, width, height };
}

/** The outline of an object: corners x, y, x, y ... of its pixels, as in X_IMAGE; null, null between parts that do not touch. */
export function outlineOf(runs, begins, index) {
  const bitmap = bitmapOf(runs, begins[index], begins[index + 1]);
  const corner = [runs.left[index] + 0.5, runs.bottom[index] + 0.5];
  const outline = [];
  for (let start = bitmap.filled.indexOf(1); start >= 0; start = bitmap.filled.indexOf(1, start)) {
    if (outline.length) outline.push(null, null);
    trace(partOf(bitmap, start), start, corner, outline);
  }
  return outline;
}

/** Walk around pixels that hang together, which are on the left, and write down where the way turns. */
function trace({ filled, width, height }, start, [left, bottom], outline) {
  const isFilled = (column, line) => column >= 0 && line >= 0 && column < width && line < height && filled[line * width + column] === 1;
  const at = (column, line, [right, up]) => isFilled(column + right, line + up);
  const first = [start % width, Math.floor(start / width)];
  let [column, line] = first;
  let direction = 0;
  do {
    outline.push(left + column, bottom + line);
    do {
      column += DIRECTIONS[direction][0];
      line += DIRECTIONS[direction][1];
    } while (!at(column, line, AHEAD[direction]) && at(column, line, AHEAD_LEFT[direction]));
    direction = (direction + (at(column, line, AHEAD[direction]) ? 3 : 1)) % 4;
  } while (column !== first[0] || line !== first[1] || direction !== 0);
}

/** Labels of a tile: every step-th pixel of a square whose first pixel is (x0, y0), 0-based. */
export function labelsOf(runs, begins, numbers, { x0, y0, step, width, height }) {
  const labels = new Uint32Array(width * height);
  const [x1, y1] = [x0 + width * step, y0 + height * step];
  for (let index = 0; index < numbers.length; index += 1) {
    const [left, bottom] = [runs.left[index], runs.bottom[index]];
    if (left >= x1 || bottom >= y1) continue;
    for (let row = begins[index]; row < begins[index + 1]; row += 1) {
      const line = bottom + runs.y[row] - y0;
      if (line < 0 || line >= height * step || line % step !== 0) continue;
      const from = Math.max(0, Math.ceil((left + runs.x[row] - x0) / step));
      const to = Math.min(width, Math.ceil((left + runs.x[row] + runs.length[row] - x0) / step));
      if (to > from) labels.fill(numbers[index], (line / step) * width + from, (line / step) * width + to);
    }
  }
  return labels;
}
