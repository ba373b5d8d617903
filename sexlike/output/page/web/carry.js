// Objects that are chosen stay so in other rows, where numbers have another meaning: they are known by their place.

const NEAR = 2; // pixels, at least; else the long axis of the object

/** The number of the object of some rows that lies where an object of other rows lies; null where there is none. */
function counterpart(number, from, to) {
  const row = from.rowOf.get(number);
  const [{ x, y, a }, { x: xs, y: ys }] = [from.objects, to.objects];
  if (row === undefined || !x || !y || !xs || !ys) return null;
  let [nearest, least] = [null, Math.max(NEAR, a?.[row] || 0)];
  for (let other = 0; other < to.count; other += 1) {
    const distance = Math.hypot(xs[other] - x[row], ys[other] - y[row]);
    if (distance <= least) [nearest, least] = [to.numbers[other], distance];
  }
  return nearest;
}

/** What was chosen and picked out among some rows, or none, as it is among others. */
export function carriedOver({ chosen, picked }, from, to) {
  if (!from || !to) return { chosen: null, picked: new Set() };
  const found = [...picked].map((number) => counterpart(number, from, to)).filter((number) => number !== null);
  return { chosen: chosen === null ? null : counterpart(chosen, from, to), picked: new Set(found) };
}
