// County × year: which cells have reports at all, or the share of one category in each.
const FIRST_UNITS = 400, MORE_UNITS = 1000;
const panel = { cells: [], shown: FIRST_UNITS };
// Every year from the first to the last, by its number among those of reports; -1 where there is none: a gap is to be seen.
const SPAN = D.years.length ? range(D.years[D.years.length - 1] - D.years[0] + 1).map((i) => [D.years[0] + i, D.years.indexOf(D.years[0] + i)]) : [];

function panelRows() {
  const matches = matcher($("heatmap-find").value);
  const rows = [...groupBy(chosenReports({ anyYear: true }).filter((r) => R.year[r] >= 0), (r) => R.county[r])]
    .filter(([county]) => matches(county)).map(([county, reports]) => ({ county, label: countyNames[county], byYear: groupBy(reports, (r) => R.year[r]) }));
  return rows.sort((a, b) => inOrder(a.county, b.county));
}

// A cell without a report is empty, which is another thing than a share of nothing.
function panelCell(label, year, reports, category, scale) {
  const number = panel.cells.push({ label: `${label} · ${year}`, reports, category }) - 1;
  const td = document.createElement("td");
  td.tabIndex = -1;
  td.dataset.row = number;
  if (!reports.length) td.className = "none";
  else if (category < 0) { td.className = reports.length > 1 ? "q4" : "q2"; td.textContent = count(reports.length); }
  else {
    const value = panelValue(panel.cells[number]);
    td.className = stepClass(value, scale);
    td.textContent = value ? decimal(value * 100) : "0";
  }
  return td;
}

function panelValue(cell) {
  cell.totals ??= total(cell.reports);
  cell.shown ??= shown(cell.reports, cell.totals);
  return cell.shown.shares[cell.category];
}

function panelScale(rows, category) {
  if (category < 0) return null;
  return scaleOf(rows.flatMap(({ byYear }) => [...byYear.values()].map((reports) => panelValue({ reports, category }))));
}

function panelRow(name, byYear, category, scale, props) {
  return el("tr", props, el("th", { scope: "row" }, el("bdi", {}, name)), ...SPAN.map(([year, number]) => panelCell(name, year, byYear.get(number) || [], category, scale)));
}

function panelLegend(category, scale, whole, cells) {
  const empty = swatch("none", T.no_report_short);
  const steps = category < 0 ? [empty, swatch("q2", "1"), swatch("q4", "2+")] : [empty, ...stepSwatches(scale)];
  $("panel-legend").replaceChildren(el("span", { class: "legend-title" }, category < 0 ? T.legend_reports : T.legend_share), el("span", { class: "steps" }, ...steps));
  $("panel-status").textContent = fill(T.panel_full, { full: count(whole), cells: count(cells), share: percent(cells ? whole / cells : 0, 0) });
}

function drawPanel() {
  hideTooltip();
  const box = $("panel-scroll");
  const category = Number($("panel-show").value);
  const rows = panelRows();
  panel.cells = [];
  if (!D.years.length || !rows.length) return box.replaceChildren(el("p", { class: "note" }, D.years.length ? T.none_found : T.no_years));
  const scale = panelScale(rows, category);
  const known = rows.filter(({ county }) => isCounty(county));
  panelLegend(category, scale, sum(known.map(({ byYear }) => byYear.size)), known.length * SPAN.length);
  const everything = groupBy(rows.flatMap(({ byYear }) => [...byYear.values()].flat()), (r) => R.year[r]);
  const counted = SPAN.map(([, number]) => el("td", { class: "sum" }, count(known.filter(({ byYear }) => byYear.has(number)).length)));
  const all = category < 0 ? el("tr", { class: "all" }, el("th", { scope: "row" }, T.counties_with), ...counted)
    : panelRow(T.all_reports, everything, category, scale, { class: "all" });
  const body = el("tbody", {}, all, ...rows.slice(0, panel.shown).map(({ label, byYear }) => panelRow(label, byYear, category, scale)));
  const head = el("thead", {}, el("tr", {}, el("th", { scope: "col" }, T.county), ...SPAN.map(([year]) => el("th", { scope: "col" }, year))));
  const left = rows.length - panel.shown;
  const further = () => { panel.shown += MORE_UNITS; drawPanel(); };
  const more = left > 0 ? [el("button", { type: "button", class: "quiet more", onclick: further }, fill(T.more, { n: count(Math.min(left, MORE_UNITS)), total: count(rows.length) }))] : [];
  const table = el("table", { class: category < 0 ? "heat panel counts" : "heat panel", role: "grid", "aria-labelledby": "panel-heading" }, head, body);
  table.style.minWidth = `${8 + 2.6 * SPAN.length}rem`;
  box.replaceChildren(table, ...more);
  const first = body.querySelector("td[data-row]");
  if (first) first.tabIndex = 0;
}

function panelTold(td) {
  const cell = panel.cells[td.dataset.row];
  if (!cell.reports.length) return showTooltip(td, cell.label, [T.no_report]);
  const totals = (cell.totals ??= total(cell.reports));
  const genres = [...groupBy(cell.reports, (r) => R.genre[r])].map(([genre, own]) => `${genreName(genre)} ${own.length}`).join(T.list);
  if (cell.category < 0) return showTooltip(td, cell.label, [fill(T.reports_n, { n: count(totals.reports) }), genres, fill(T.sentences_n, { n: count(totals.sentences) })]);
  panelValue(cell);
  const ends = (cell.ends ??= intervals(cell.reports));
  return showTooltip(td, `${cell.label} · ${CATEGORIES[cell.category].name}`,
    [...correctedLines(cell.shown.corrected, cell.category), ...totalsLines(totals, cell.category, ends && ends[cell.category]), T.open_hint]);
}

function startPanel() {
  $("panel-show").addEventListener("change", () => { drawPanel(); keepState(); });
  startGrid($("panel-scroll"), panelTold, (td) => {
    const { label, reports, category } = panel.cells[td.dataset.row];
    hideTooltip();
    if (reports.length && category >= 0) openDrill(label, reports, category, td);
  });
}
