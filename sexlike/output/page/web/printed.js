// Numbers as text in the formats of columns, which are those of printf: what a catalog has, to the last character.

const FORMAT = /^%([+]?)\d*(?:\.(\d+))?([dufeg])$/;

const withExponent = (text) => text.replace(/e([+-])(\d)$/, "e$10$2");
const withoutZeros = (text) => (text.includes(".") ? text.replace(/\.?0+(?=e|$)/, "") : text);

function general(value, digits) {
  if (value === 0) return Object.is(value, -0) ? "-0" : "0";
  const precision = Math.max(1, digits);
  const text = value.toExponential(precision - 1);
  const exponent = Number(text.slice(text.indexOf("e") + 1));
  if (exponent < -4 || exponent >= precision) return withExponent(withoutZeros(text));
  return withoutZeros(value.toFixed(precision - 1 - exponent));
}

/** A number as printf writes it, without blanks around it. */
export function printed(value, format) {
  const [, plus, digits = "6", kind] = FORMAT.exec(format) ?? [null, "", "7", "g"];
  if (Number.isNaN(value)) return "nan";
  const sign = plus && (value > 0 || Object.is(value, 0)) ? "+" : "";
  if (!Number.isFinite(value)) return `${sign}${value > 0 ? "inf" : "-inf"}`;
  if (kind === "d" || kind === "u") return `${sign}${Math.trunc(value)}`;
  if (kind === "g") return sign + general(value, Number(digits));
  return sign + (kind === "f" ? value.toFixed(Number(digits)) : withExponent(value.toExponential(Number(digits))));
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
