// Conditions on the columns of a table, such as `FLAGS == 0 and MAG_AUTO < 24`: a small grammar, never evaluated as code.
//
//   condition = both ("or" both)*                 both = negation ("and" negation)*
//   negation  = "not" negation | comparison       comparison = bits (("<" | "<=" | ...) bits)*
//   bits      = sum (("&" | "|") sum)*            sum = product (("+" | "-") product)*
//   product   = sign (("*" | "/" | "%") sign)*    sign = ("-" | "+") sign | power
//   power     = atom ("**" sign)?                 atom = number | 'text' | NAME | NAME[1] | function(...) | "(" condition ")"

const TOKEN = /\s*(?:(\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?)|([A-Za-z_]\w*)|('[^']*'|"[^"]*")|(\*\*|[<>=!]=|&&|\|\||[-+*/%<>=!&|()[\],~^]))/y;
const INSTEAD = { "=": "==", "&&": "and", "||": "or", "!": "not", "~": "not", "^": "**" };
const WORDS = new Set(["and", "or", "not"]);
const FUNCTIONS = {
  abs: [1, Math.abs],
  sqrt: [1, Math.sqrt],
  exp: [1, Math.exp],
  log: [1, Math.log],
  log10: [1, Math.log10],
  isnan: [1, (value) => Number(Number.isNaN(value))],
  min: [2, Math.min],
  max: [2, Math.max],
};
const COMPARISONS = {
  "==": (a, b) => a === b,
  "!=": (a, b) => a !== b,
  "<": (a, b) => a < b,
  "<=": (a, b) => a <= b,
  ">": (a, b) => a > b,
  ">=": (a, b) => a >= b,
};
const ARITHMETIC = {
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  "/": (a, b) => a / b,
  "%": (a, b) => a - b * Math.floor(a / b),
  "**": (a, b) => a ** b,
  "&": (a, b) => a & b,
  "|": (a, b) => a | b,
};
const LONGEST = 2000;
const DEEPEST = 100;

/** A condition that cannot be understood: a sentence, and the position of what is wrong in the text. */
export class FilterError extends Error {
  constructor(message, position) {
    super(message);
    this.position = position;
  }
}

function tokensOf(text) {
  if (text.length > LONGEST) throw new FilterError(`A condition has at most ${LONGEST} characters.`, LONGEST);
  const tokens = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.trimEnd().length) {
    const start = TOKEN.lastIndex;
    const found = TOKEN.exec(text);
    if (!found) {
      const position = start + text.slice(start).search(/\S/);
      const character = text[position];
      throw new FilterError(/['"]/.test(character) ? "This text does not end." : `“${character}” has no meaning here.`, position);
    }
    const [all, number, name, quoted, sign] = found;
    const value = number ?? name ?? quoted ?? sign;
    const position = start + all.length - value.length;
    if (number !== undefined) tokens.push({ kind: "number", value, position });
    else if (quoted !== undefined) tokens.push({ kind: "text", value, position });
    else if (name !== undefined && !WORDS.has(name.toLowerCase())) tokens.push({ kind: "name", value, position });
    else tokens.push({ kind: "sign", value: value.toLowerCase(), position });
  }
  tokens.push({ kind: "end", value: "", position: text.length });
  return tokens;
}

/** How many letters to add, drop or change between two words. */
function distance(one, other) {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let i = 1; i <= one.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= other.length; j += 1) {
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (one[i - 1] === other[j - 1] ? 0 : 1));
    }
    row = next;
  }
  return row[other.length];
}

/** The name that was probably meant, as the end of a sentence; nothing where none is near. */
function suggestion(word, names) {
  const wanted = word.toUpperCase();
  const rank = (name) => (name.startsWith(wanted) ? 0.5 : distance(wanted, name.toUpperCase()));
  const best = [...names].map((name) => [rank(name), name]).sort((a, b) => a[0] - b[0])[0];
  return best && best[0] <= Math.max(1, word.length / 3) ? ` Did you mean ${best[1]}?` : "";
}

class Parser {
  constructor(text, catalog) {
    this.tokens = tokensOf(text);
    this.catalog = catalog;
    this.place = 0;
    this.depth = 0;
  }

  get token() {
    return this.tokens[this.place];
  }

  fail(message, token = this.token) {
    throw new FilterError(message, token.position);
  }

  take(...signs) {
    const token = this.token;
    if (token.kind !== "sign" || !signs.includes(token.value)) return null;
    this.place += 1;
    return token;
  }

  expect(sign, why) {
    if (!this.take(sign)) this.fail(`Here “${sign}” is missing${why}.`);
  }

  whole() {
    if (this.token.kind === "end") return () => true;
    const test = this.condition();
    if (this.token.kind !== "end") this.unexpected();
    return (row) => truth(test(row));
  }

  unexpected() {
    const { kind, value } = this.token;
    const instead = INSTEAD[value];
    if (kind === "sign" && instead) this.fail(`“${value}” has no meaning here. Did you mean “${instead}”?`);
    if (kind === "end") this.fail("Something is missing at the end.");
    if (kind === "sign") this.fail(`“${value}” is not expected here.`);
    this.fail(`Before “${value}” a comparison, “and” or “or” is missing.`);
  }

  condition() {
    this.depth += 1;
    if (this.depth > DEEPEST) this.fail("Too many parentheses or signs, one inside the other.");
    const made = this.chain(["or"], () => this.both(), () => (a, b) => truth(a) || truth(b));
    this.depth -= 1;
    return made;
  }

  both() {
    return this.chain(["and"], () => this.negation(), () => (a, b) => truth(a) && truth(b));
  }

  negation() {
    return this.repeated(["not"], () => this.comparison(), (sign, value) => (row) => !truth(value(row)));
  }

  comparison() {
    const values = [this.bits()];
    const tests = [];
    for (let token = this.take(...Object.keys(COMPARISONS)); token; token = this.take(...Object.keys(COMPARISONS))) {
      tests.push(COMPARISONS[token.value]);
      values.push(this.bits());
    }
    if (tests.length === 0) return values[0];
    return (row) => tests.every((test, index) => test(values[index](row), values[index + 1](row)));
  }

  bits() {
    return this.chain(["&", "|"], () => this.sum());
  }

  sum() {
    return this.chain(["+", "-"], () => this.product());
  }

  product() {
    return this.chain(["*", "/", "%"], () => this.sign());
  }

  sign() {
    return this.repeated(["-", "+"], () => this.power(), (sign, value) => (sign === "-" ? (row) => -value(row) : value));
  }

  power() {
    const base = this.atom();
    if (!this.take("**")) return base;
    this.depth += 1;
    if (this.depth > DEEPEST) this.fail("Too many powers, one inside the other.");
    const exponent = this.sign();
    this.depth -= 1;
    return (row) => base(row) ** exponent(row);
  }

  /** Operands with signs between them, from the left to the right. */
  chain(signs, operand, operation = (sign) => ARITHMETIC[sign]) {
    const first = operand();
    const rest = [];
    for (let token = this.take(...signs); token; token = this.take(...signs)) rest.push([operation(token.value), operand()]);
    if (rest.length === 0) return first;
    return (row) => rest.reduce((value, [combine, next]) => combine(value, next(row)), first(row));
  }

  /** Signs before an operand. */
  repeated(signs, operand, wrap) {
    const taken = [];
    for (let token = this.take(...signs); token; token = this.take(...signs)) taken.push(token.value);
    if (taken.length > DEEPEST) this.fail("Too many signs before one value.");
    return taken.reduceRight((value, sign) => wrap(sign, value), operand());
  }

  atom() {
    const token = this.token;
    if (this.take("(")) {
      const inner = this.condition();
      this.expect(")", " to close the parenthesis");
      return inner;
    }
    if (token.kind === "sign" || token.kind === "end") this.unexpected();
    this.place += 1;
    if (token.kind === "number") return constant(Number(token.value));
    if (token.kind === "text") return constant(token.value.slice(1, -1));
    return this.take("(") ? this.called(token) : this.column(token);
  }

  called(token) {
    const name = token.value.toLowerCase();
    if (!Object.hasOwn(FUNCTIONS, name)) {
      this.fail(`There is no function ${token.value}.${suggestion(name, Object.keys(FUNCTIONS))}`, token);
    }
    const [count, compute] = FUNCTIONS[name];
    const values = [this.condition()];
    while (this.take(",")) values.push(this.condition());
    this.expect(")", ` to end ${name}(`);
    if (values.length !== count) this.fail(`${name}() takes ${count === 1 ? "one value" : `${count} values`}.`, token);
    return (row) => compute(...values.map((value) => value(row)));
  }

  column(token) {
    const { byName, vectors } = this.catalog;
    const names = [...byName.keys(), ...vectors.keys()];
    const name = byName.has(token.value) ? token.value : names.find((known) => known.toUpperCase() === token.value.toUpperCase());
    if (!name) this.fail(`There is no column ${token.value}.${suggestion(token.value, names)}`, token);
    const length = vectors.get(name);
    if (length === 0) this.fail(`${name} is a picture: it has too many elements for the table.`, token);
    if (!this.take("[")) {
      if (length) this.fail(`${name} has ${length} elements: write ${name}[1] for the first.`, token);
      return reader(byName.get(name).values);
    }
    const index = this.token;
    this.place += 1;
    this.expect("]", " after the number of the element");
    if (!length && index.kind === "number" && Number(index.value) === 1) return reader(byName.get(name).values);
    if (!length) this.fail(`${name} is one value per object: it has no elements.`, token);
    if (index.kind !== "number" || !byName.has(`${name}[${index.value}]`)) this.fail(`${name} has elements 1 to ${length}.`, index);
    return reader(byName.get(`${name}[${index.value}]`).values);
  }
}

const constant = (value) => () => value;
const reader = (values) => (row) => values[row];
const truth = (value) => Boolean(value);

/** A function row -> boolean for a condition; of a catalog {byName, vectors}. Throws FilterError. */
export function makeFilter(text, catalog) {
  return new Parser(text, catalog).whole();
}
