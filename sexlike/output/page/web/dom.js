// Small helpers for the document. Texts become text nodes, always: nothing that comes with the data is read as HTML.

export const byId = (id) => document.getElementById(id);

/** An element with attributes (functions are listeners, e.g. `onclick`), classes and children. */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(key.slice(2), value);
    else if (value === true) made.setAttribute(key, "");
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(key, value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

/** An element of a drawing (SVG). */
export function drawn(name, attributes = {}, ...children) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

/** Say a sentence in the live region; an error stays until the next sentence. */
export function say(text, isError = false) {
  const place = byId("messages");
  place.classList.toggle("error", isError);
  place.textContent = text;
}

/** Say what went wrong; what was stopped on purpose is not worth a word. */
export function sayError(error) {
  if (error.name !== "AbortError") say(error.message, true);
}

/** Hand a file to the browser's downloads. */
export function download(name, content, type = "text/plain") {
  const blob = content instanceof Blob ? content : new Blob([content], { type });
  const link = element("a", { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

/** A number as people read it: enough digits, no more. */
export function numberText(value, digits = 6) {
  if (value === null || value === undefined || Number.isNaN(value)) return "–";
  if (typeof value !== "number") return String(value);
  if (Number.isInteger(value) && Math.abs(value) < 1e9) return String(value).replace("-", "−");
  const size = Math.abs(value);
  const isExtreme = size !== 0 && (size < 1e-3 || size >= 1e7);
  const text = isExtreme ? value.toExponential(digits - 2) : String(Number(value.toPrecision(digits)));
  return text.replaceAll("-", "−");
}

/** A value of a column: angles have the decimals of its print format, such as %11.7f, so that they are exact to the milliarcsecond. */
export function cellText(value, format) {
  const decimals = Number(/\.(\d+)f$/.exec(format ?? "")?.[1] ?? 0);
  const isAngle = decimals >= 6 && typeof value === "number" && Number.isFinite(value);
  return isAngle ? value.toFixed(decimals).replace("-", "−") : numberText(value, 7);
}

/** The name of a keyword or column, which may be broken after its underscores. */
export function brokenName(name) {
  return name.split(/(?<=_)/).flatMap((part) => [part, document.createElement("wbr")]);
}

/** Degrees as hours or degrees, minutes and seconds. */
export function sexagesimal(degrees, isHours) {
  const digits = isHours ? 2 : 1;
  const unit = 10 ** digits;
  let rest = Math.round((Math.abs(degrees) / (isHours ? 15 : 1)) * 3600 * unit);
  if (isHours) rest %= 24 * 3600 * unit;
  const seconds = (rest % (60 * unit)) / unit;
  const minutes = Math.floor(rest / (60 * unit)) % 60;
  const whole = Math.floor(rest / (3600 * unit));
  const sign = isHours ? "" : degrees < 0 ? "−" : "+";
  const two = (number) => String(number).padStart(2, "0");
  return `${sign}${two(whole)}:${two(minutes)}:${seconds.toFixed(digits).padStart(digits + 3, "0")}`;
}

/** Call a function once things have been quiet for some milliseconds. */
export function whenQuiet(milliseconds, action) {
  let waiting = 0;
  return (...words) => {
    clearTimeout(waiting);
    waiting = setTimeout(() => action(...words), milliseconds);
  };
}
