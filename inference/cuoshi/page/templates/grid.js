// What tables of coloured cells have in common: steps of colour, and cells that the pointer and the keyboard can ask.
const STEPS = 6;
const NICE_SHARES = [0.005, 0.01, 0.02, 0.03, 0.04, 0.05, 0.06, 0.08, 0.1, 0.15];
const NICE_NUMBERS = [1, 2, 3, 5, 10, 20, 30, 50, 100, 200, 500, 1000, 2000, 5000, 10000, 50000];

// Equal steps up to a round figure that all but the top hundredth of the cells stay below.
function scaleOf(values, shares = true) {
  values = values.slice().sort((a, b) => a - b);
  const high = values[Math.floor((values.length - 1) * 0.99)] || values[values.length - 1] || 0;
  const nice = shares ? NICE_SHARES : NICE_NUMBERS;
  return { step: nice.find((size) => size * STEPS >= high) || nice[nice.length - 1], top: values[values.length - 1] || 0 };
}

const stepClass = (value, scale) => (value ? `q${Math.min(STEPS, Math.floor(value / scale.step + 1e-9) + 1)}` : "q0");
const swatch = (name, text) => el("span", { class: "step" }, el("i", { class: name }), text);

function stepSwatches(scale, shares = true) {
  const shown = (value) => (shares ? `${+decimal(value * 100)}` : count(value));
  const from = (i) => (i === STEPS - 1 ? `${shown(i * scale.step)}+` : i ? shown(i * scale.step) : shares ? ">0" : "1");
  return [swatch("q0", T.zero), ...range(STEPS).map((i) => swatch(`q${i + 1}`, from(i)))];
}

function moveCell(td, key) {
  const row = td.parentElement;
  const own = [...row.cells].filter((cell) => cell.dataset.row !== undefined);
  const sideways = { ArrowLeft: td.previousElementSibling, ArrowRight: td.nextElementSibling, Home: own[0], End: own[own.length - 1] };
  const step = { ArrowUp: -1, ArrowDown: 1, PageUp: -10, PageDown: 10 }[key];
  let next = sideways[key];
  if (step) {
    const all = row.parentElement.rows;
    next = all[Math.min(Math.max(0, row.sectionRowIndex + step), all.length - 1)].cells[td.cellIndex];
  }
  if (!next || next.dataset.row === undefined) return;
  td.tabIndex = -1;
  next.tabIndex = 0;
  next.scrollIntoView({ block: "nearest", inline: "nearest" });
  next.focus({ preventScroll: true });
}

// Cells bear data-row; what is said of one and what opens it is up to the table.
function startGrid(box, describe, open) {
  const cell = (event) => event.target.closest?.("[data-row]");
  box.addEventListener("mouseover", (event) => { if (cell(event)) describe(cell(event)); else hideTooltip(); });
  box.addEventListener("mouseleave", hideTooltip);
  box.addEventListener("focusin", (event) => { if (cell(event)) describe(cell(event)); });
  box.addEventListener("focusout", hideTooltip);
  box.addEventListener("click", (event) => { if (cell(event)) open(cell(event)); });
  box.addEventListener("keydown", (event) => {
    const td = cell(event);
    if (!td || td.tagName !== "TD") return;
    if (event.key === "Enter" || event.key === " ") { event.preventDefault(); open(td); }
    else if (/^(Arrow|Home|End|Page)/.test(event.key)) { event.preventDefault(); moveCell(td, event.key); }
  });
}
