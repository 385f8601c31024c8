// County × category as a table whose cells are coloured: readable, searchable and printable as it is.
const MANY = 8; // columns, above which their names are written smaller
// Rems of a column: its name breaks between words, Chinese anywhere.
const COLUMN = Math.min(7.2, Math.max(4.4, 0.3 + 0.48 * Math.max(...CATEGORIES.flatMap(({ name }) => name.match(/[\x21-\x7e]+/g) || []).map((word) => word.length))));
const heat = { view: "share", sort: "code", down: false, rows: [] };

function heatRows() {
  const matches = matcher($("heatmap-find").value);
  const rows = [];
  for (const [county, reports] of groupBy(chosenReports(), (r) => R.county[r])) {
    if (!matches(county)) continue;
    rows.push({ county, reports, label: countyNames[county], province: provinceOf(county), totals: total(reports) });
  }
  return rows;
}

function heatValue(row, c) {
  if (heat.view === "number") return row.totals.tagged[c];
  if (heat.view === "present") return Number(row.totals.tagged[c] > 0);
  row.shown ??= shown(row.reports, row.totals);
  return row.shown.shares[c];
}

function heatOrder(a, b) {
  const usual = inOrder(a.county, b.county);
  const keys = {
    code: () => usual,
    name: () => collator.compare(a.label, b.label),
    province: () => collator.compare(a.province || "￿", b.province || "￿"),
    reports: () => a.totals.reports - b.totals.reports,
  };
  const c = Number(heat.sort);
  const first = keys[heat.sort] ? keys[heat.sort]() : heatValue(a, c) - heatValue(b, c);
  return (heat.down ? -first : first) || usual;
}

// Province rows stand above their counties; their order follows the column that the counties are sorted by.
function heatGroups(rows) {
  const groups = new Map();
  for (const row of rows) {
    if (!groups.has(row.province)) groups.set(row.province, []);
    groups.get(row.province).push(row);
  }
  const out = [...groups].map(([province, members]) => {
    const reports = members.flatMap((row) => row.reports);
    return { province, members, reports, totals: total(reports), label: provinceName(province), group: true };
  });
  if (!Number.isNaN(Number(heat.sort))) {
    const c = Number(heat.sort);
    out.sort((a, b) => (heat.down ? -1 : 1) * (heatValue(a, c) - heatValue(b, c)));
  } else if (heat.sort !== "code") out.sort((a, b) => collator.compare(a.province || "￿", b.province || "￿") * (heat.sort === "province" && heat.down ? -1 : 1));
  return out;
}

function heatScale(rows) {
  if (heat.view === "present") return { step: 1, top: 1 };
  return scaleOf(rows.flatMap((row) => range(K).map((c) => heatValue(row, c))), heat.view === "share");
}

function heatClass(value, scale) {
  return value && heat.view === "present" ? "q4" : stepClass(value, scale);
}

function heatText(value) {
  if (heat.view === "present") return value ? T.present_mark : "–";
  if (!value) return "–";
  return heat.view === "share" ? decimal(value * 100) : count(value);
}

function heatRow(row, scale) {
  const number = heat.rows.push(row) - 1;
  const code = row.group || row.all ? null : D.counties[row.county][C_CODE];
  const head = el("th", { scope: "row" }, el("bdi", {}, row.label));
  if (code) head.append(" ", el("small", {}, code));
  if (row.group) head.append(" ", el("small", {}, fill(T.counties_n, { n: count(countCounties(row.members.map((one) => one.county))) })));
  const tr = el("tr", { class: row.all ? "all" : row.group ? "group" : null }, head);
  for (let c = 0; c < K; c++) {
    const value = heatValue(row, c);
    const plain = heat.view === "number" && (row.group || row.all);
    const td = document.createElement("td");
    td.className = plain ? "sum" : heatClass(value, scale);
    if (heat.view === "share" && row.shown.corrected?.synthetic[c]) td.classList.add("synthetic");
    td.tabIndex = -1;
    td.dataset.row = number;
    td.dataset.category = c;
    td.textContent = heatText(value);
    tr.append(td);
  }
  tr.append(el("td", { class: "reports" }, count(row.totals.reports)));
  return tr;
}

function heatHeader() {
  const button = (key, name) => {
    const active = heat.sort === String(key);
    return el("th", { scope: "col", "data-name": name, "aria-sort": active ? (heat.down ? "descending" : "ascending") : null },
      el("button", { type: "button", "data-sort": key, class: active ? "active" : null }, name,
        el("span", { class: "arrow", "aria-hidden": "true" }, active ? (heat.down ? "↓" : "↑") : "")));
  };
  return el("thead", {}, el("tr", {}, button(heat.sort === "code" ? "code" : "name", T.county),
    ...CATEGORIES.map((category, c) => button(c, category.name)), button("reports", T.reports)));
}

function drawHeatmap() {
  hideTooltip();
  heat.rows = [];
  const rows = heatRows().sort(heatOrder);
  const scale = heatScale(rows);
  const box = $("heatmap-scroll");
  const everything = rows.flatMap((row) => row.reports);
  $("heatmap-status").textContent = rows.length ? [fill(T.counties_n, { n: count(countCounties(rows.map((row) => row.county))) }), ...heldWords(heldOf(everything)),
    fill(T.sorted_by, { name: $("heatmap-sort").selectedOptions[0].textContent })].join(T.joiner) : T.none_found;
  drawLegend(scale);
  if (!rows.length) return box.replaceChildren();
  const body = el("tbody", {}, heatRow({ all: true, label: T.all_reports, reports: everything, totals: total(everything) }, scale));
  const grouped = $("heatmap-group").checked && !$("heatmap-group").disabled;
  const listed = grouped ? heatGroups(rows).flatMap((group) => [group, ...group.members]) : rows;
  for (const row of listed) body.append(heatRow(row, scale));
  const grid = el("table", { class: `heat ${heat.view}`, role: "grid", "aria-labelledby": "heatmap-heading", "aria-describedby": "heatmap-note" }, heatHeader(), body);
  grid.style.setProperty("--columns", `${K * COLUMN}rem`);
  grid.classList.toggle("many", K > MANY);
  body.querySelector("td").tabIndex = 0;
  box.replaceChildren(grid);
}

function drawLegend(scale) {
  const steps = heat.view === "present" ? [swatch("q0", T.absent), swatch("q4", T.present)] : stepSwatches(scale, heat.view === "share");
  $("heatmap-legend").replaceChildren(el("span", { class: "legend-title" }, T[`legend_${heat.view}`]), el("span", { class: "steps" }, ...steps), ...basisNotes());
}

const heatTarget = (td) => ({ td, row: heat.rows[td.dataset.row], category: Number(td.dataset.category) });

function describeCell(target) {
  const { td, row, category } = target;
  const ends = (row.ends ??= intervals(row.reports));
  const corrected = (row.shown ??= shown(row.reports, row.totals)).corrected;
  showTooltip(td, `${row.label} · ${CATEGORIES[category].name}`, [...correctedLines(corrected, category), ...totalsLines(row.totals, category, ends && ends[category]), T.open_hint]);
}

function openCell(target) {
  hideTooltip();
  openDrill(target.row.label, target.row.reports, target.category, target.td);
}

function sortHeatmap(key) {
  const numeric = !["code", "name", "province"].includes(key);
  heat.down = heat.sort === key ? !heat.down : numeric;
  heat.sort = key;
  $("heatmap-sort").value = key;
  drawHeatmap();
  keepState();
}

function startHeatmap() {
  const box = $("heatmap-scroll");
  const group = $("heatmap-group");
  group.disabled = new Set(D.counties.map((county) => county[C_PROVINCE])).size < 2;
  if (group.disabled) {
    group.parentElement.hidden = true;
    $("heatmap-sort").querySelector("[value=province]").remove();
  }
  group.addEventListener("change", () => { drawHeatmap(); keepState(); });
  $("heatmap-find").addEventListener("input", () => { drawHeatmap(); keepState(); });
  $("heatmap-sort").addEventListener("change", (event) => { heat.sort = ""; sortHeatmap(event.target.value); });
  for (const radio of document.querySelectorAll("input[name=view]")) {
    radio.addEventListener("change", () => { heat.view = radio.value; drawHeatmap(); keepState(); });
  }
  box.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-sort]");
    if (!button) return;
    sortHeatmap(button.dataset.sort);
    box.querySelector(`button[data-sort="${button.dataset.sort}"]`)?.focus();
  });
  startGrid(box, (td) => describeCell(heatTarget(td)), (td) => openCell(heatTarget(td)));
}
