// Small helpers. Text of a report reaches the page only as text nodes or attribute values, never as markup.
const $ = (id) => document.getElementById(id);

function put(node, props, children) {
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

const el = (tag, props = {}, ...children) => put(document.createElement(tag), props, children);
const svg = (tag, props = {}, ...children) =>
  put(document.createElementNS("http://www.w3.org/2000/svg", tag), props, children);

// A text with its gaps filled; of one with a form for one thing before a bar, that form where n is 1, else the other.
function fill(pattern, values) {
  const [one, many] = pattern.split("|");
  return (many !== undefined && String(values.n) !== "1" ? many : one).replace(/\{(\w+)\}/g, (_, name) => values[name]);
}
// Tells screen readers that a part of the page is not yet what was asked for.
const busy = (node, yes) => (yes ? node.setAttribute("aria-busy", "true") : node.removeAttribute("aria-busy"));

const count = (n) => n.toLocaleString("en-US");
const sum = (list) => list.reduce((a, b) => a + b, 0);
const range = (n) => Array.from({ length: n }, (_, i) => i);

// A half is rounded away from zero, as in cuoshi/decimals.py and in spreadsheets; what binary fractions add is taken off first.
function decimal(value, digits = 1) {
  const scale = 10 ** digits;
  const whole = Math.floor(Number((Math.abs(value) * scale).toFixed(9)) + 0.5);
  return ((value < 0 && whole ? -whole : whole) / scale).toFixed(digits);
}

function percent(share, digits = 1) {
  return `${decimal(share * 100, digits)}%`;
}

function points(difference) {
  const text = decimal(Math.abs(difference * 100));
  if (text === "0.0") return text;
  return (difference < 0 ? "−" : "+") + text;
}

function table(head, rows, props = {}) {
  return el("table", { class: "plain", ...props },
    el("thead", {}, el("tr", {}, ...head.map((name) => el("th", { scope: "col" }, name)))),
    el("tbody", {}, ...rows.map((row) => el("tr", {},
      ...row.map((cell, i) => (i ? el("td", {}, cell) : el("th", { scope: "row" }, el("bdi", {}, cell))))))));
}

// Numbers that look random but are the same on every opening (mulberry32).
function randomFrom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
