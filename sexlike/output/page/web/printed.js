// Numbers as text in the formats of columns, which are those of printf: what a catalog has, to the last character.

const FORMAT = /^%[+]?\d*(?:\.(\d+))?([dufeg])$/;
const GUARDS = 40; // more digits, in which any rest of a number is seen that is near a half

const withExponent = (text) => text.replace(/e([+-])(\d)$/, "e$10$2");
const withoutZeros = (text) => text.replace(/(\.\d*?)0+(?=e|$)/, "$1").replace(/\.(?=e|$)/, "");

/** Of two texts of digits, the rounded one and a longer one: where the rest is a half, the last digit becomes even. */
function halvesToEven(text, long) {
  const rest = long.slice(-GUARDS);
  const cut = long.slice(0, -GUARDS).replace(/\.$/, "");
  return /^50*$/.test(rest) && "02468".includes(cut.at(-1)) ? cut : text;
}

function fixed(value, digits) {
  if (Math.abs(value) >= 1e21) return `${BigInt(value)}${digits ? "." : ""}${"0".repeat(digits)}`;
  return halvesToEven(value.toFixed(digits), value.toFixed(digits + GUARDS));
}

function scientific(value, digits) {
  const [short, long] = [value.toExponential(digits), value.toExponential(digits + GUARDS)];
  const [end, longEnd] = [short.indexOf("e"), long.indexOf("e")];
  const mantissa = halvesToEven(short.slice(0, end), long.slice(0, longEnd));
  return mantissa === short.slice(0, end) ? short : mantissa + long.slice(longEnd);
}

function general(value, digits) {
  if (value === 0) return "0";
  const precision = Math.max(1, digits);
  const text = scientific(value, precision - 1);
  const exponent = Number(text.slice(text.indexOf("e") + 1));
  if (exponent < -4 || exponent >= precision) return withExponent(withoutZeros(text));
  return withoutZeros(fixed(value, precision - 1 - exponent));
}

/** A number as printf writes it, without blanks around it, and without a sign where it is positive. */
export function printed(value, format) {
  const [, digits = "6", kind] = FORMAT.exec(format) ?? [null, "7", "g"];
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf";
  if (kind === "d" || kind === "u") return String(Math.trunc(value) + 0);
  const write = { f: fixed, e: (one, count) => withExponent(scientific(one, count)), g: general }[kind];
  const text = write(value, Number(digits));
  return Object.is(value, -0) ? `-${text}` : text;
}

/** Rows of a table as comma-separated values, as CATALOG_TYPE CSV has them. */
export function commaSeparatedRows(columns, rows, places) {
  const names = columns.flatMap(({ name, size }) => Array.from({ length: size }, (_, index) => (index ? `${name}_${index}` : name)));
  const lines = [names.join(",")];
  for (const place of places) {
    const cells = columns.flatMap(({ name, size, format }) =>
      Array.from({ length: size }, (_, index) => printed(rows[name][place * size + index], format)));
    lines.push(cells.join(","));
  }
  return lines.map((line) => `${line}\n`).join("");
}
