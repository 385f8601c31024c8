// Each category's share by year: all counties, or those picked, a line each, beside the others.
const trend = { picked: [] }; // numbers of counties and names of the reader's own groups
const PLOT = { width: 270, height: 150, left: 34, right: 10, top: 12, bottom: 22 };
const MOST_LINES = 8, MOST_SPANS = 4, FAINT = 3;

function members(key) {
  if (typeof key === "number") return new Set([key]);
  return ownGroups.find((group) => group.name === key)?.members || new Set();
}

const lineName = (key) => (typeof key === "number" ? countyNames[key] : key);

function trendSeries() {
  const reports = chosenReports({ anyYear: true }).filter((r) => R.year[r] >= 0);
  const series = trend.picked.map((key, i) => {
    const own = members(key);
    return { key, label: lineName(key), kind: `picked line${i}`, reports: reports.filter((r) => own.has(R.county[r])) };
  });
  const picked = new Set(trend.picked.flatMap((key) => [...members(key)]));
  if (!series.length || $("trend-rest").checked) {
    series.push({ label: series.length ? T.rest : T.all_reports, kind: series.length ? "others" : "everyone", reports: reports.filter((r) => !picked.has(R.county[r])) });
  }
  for (const one of series) {
    one.byYear = [...groupBy(one.reports, (r) => R.year[r])].sort((a, b) => a[0] - b[0])
      .map(([year, members]) => {
        const totals = total(members), { shares, corrected } = shown(members, totals);
        return { year, totals, shares, ends: corrected ? corrected.ends : intervals(members), none: corrected ? T.no_corrected_interval : T.no_interval };
      });
  }
  return series;
}

function niceTop(value) {
  return [0.02, 0.04, 0.06, 0.08, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1].find((top) => top >= value) || 1;
}

function trendTop(series, c) {
  return niceTop(Math.max(0.01, ...series.flatMap((one) => one.byYear.map((at) => (at.ends ? at.ends[c][1] : at.shares[c])))));
}

// A few years from the first to the last, at equal distances.
function yearTicks() {
  const first = D.years[0], last = D.years[D.years.length - 1];
  const step = Math.ceil((last - first) / MOST_SPANS) || 1;
  return range(Math.floor((last - first) / step) + 1).map((i) => first + i * step);
}

function axes(x, y, top) {
  return [
    ...[0, top / 2, top].map((value) => svg("g", {},
      svg("line", { class: value ? "rule" : "axis", x1: PLOT.left, x2: PLOT.width - PLOT.right, y1: y(value), y2: y(value) }),
      svg("text", { class: "tick", x: PLOT.left - 6, y: y(value) + 4, "text-anchor": "end" }, `${+decimal(value * 100)}${value === top ? "%" : ""}`))),
    ...yearTicks().map((year) => svg("text", { class: "tick", x: x(year), y: PLOT.height - 5, "text-anchor": "middle" }, year)),
  ];
}

// The distance of years that are beside one another: where a year is missing that others have, a line breaks.
const YEAR_STEP = Math.min(...D.years.slice(1).map((year, i) => year - D.years[i]), Infinity);

// Points in runs without a gap; a point that fulfils no condition is a gap itself.
function runs(points, present = () => true) {
  const out = [];
  let before = null;
  for (const point of points) {
    if (!present(point)) { before = null; continue; }
    if (before && point.year - before.year <= YEAR_STEP) out[out.length - 1].push(point);
    else out.push([point]);
    before = point;
  }
  return out;
}

function seriesMarks(one, c, x, y) {
  const at = one.byYear.map((point) => ({ year: D.years[point.year], x: x(D.years[point.year]), y: y(point.shares[c]), ends: point.ends && point.ends[c].map(y) }));
  const marks = svg("g", { class: one.kind });
  for (const run of runs(at, (point) => point.ends)) {
    if (run.length > 1) {
      const outline = [...run.map((p) => `${p.x},${p.ends[1]}`), ...[...run].reverse().map((p) => `${p.x},${p.ends[0]}`)];
      marks.append(svg("polygon", { class: "band", points: outline.join(" ") }));
    } else marks.append(svg("line", { class: "whisker", x1: run[0].x, x2: run[0].x, y1: run[0].ends[0], y2: run[0].ends[1] }));
  }
  for (const run of runs(at)) if (run.length > 1) marks.append(svg("polyline", { class: "line", points: run.map((p) => `${p.x},${p.y}`).join(" ") }));
  for (const p of at) marks.append(svg("circle", { class: "dot", cx: p.x, cy: p.y, r: at.length > 12 ? 1.8 : 2.6 }));
  return marks;
}

function trendChart(series, c, top) {
  const first = D.years[0], span = D.years[D.years.length - 1] - first || 1;
  const inner = PLOT.width - PLOT.left - PLOT.right - 12;
  const x = (year) => PLOT.left + 6 + (D.years.length === 1 ? inner / 2 : ((year - first) / span) * inner);
  const y = (value) => PLOT.top + (1 - value / top) * (PLOT.height - PLOT.top - PLOT.bottom);
  const last = series.length < 3 && series.map((one) => one.byYear[one.byYear.length - 1]).find(Boolean);
  const now = last ? percent(last.shares[c]) : "";
  const cursor = svg("line", { class: "cursor", y1: PLOT.top, y2: PLOT.height - PLOT.bottom, hidden: true });
  const said = `${CATEGORIES[c].name}${T.colon}${series.map((one) => `${one.label} ${trendWords(one, c)}`).join("; ")}`;
  const chart = svg("svg", { class: series.length > FAINT ? "many" : null, viewBox: `0 0 ${PLOT.width} ${PLOT.height}`, tabindex: 0, role: "img", "aria-label": said },
    ...axes(x, y, top), cursor, ...[...series].reverse().map((one) => seriesMarks(one, c, x, y)));
  readable(chart, cursor, series, c, x);
  return el("figure", {}, el("figcaption", {}, CATEGORIES[c].name, last ? el("span", {}, `${yearName(last.year)}  ${now}`) : null), chart);
}

function trendWords(one, c) {
  return one.byYear.map((at) => `${yearName(at.year)} ${percent(at.shares[c])}`).join(", ");
}

// Pointer and arrow keys both step through the years.
function readable(chart, cursor, series, c, x) {
  let current = D.years.length - 1;
  const show = (i) => {
    current = i;
    cursor.setAttribute("x1", x(D.years[i]));
    cursor.setAttribute("x2", x(D.years[i]));
    cursor.removeAttribute("hidden");
    const lines = series.flatMap((one) => {
      const at = one.byYear.find(({ year }) => year === i); // a year without a report has its lines too, so that nothing jumps
      if (!at) return [`${one.label}  –`, T.no_report];
      return [`${one.label}  ${percent(at.shares[c])}`, `${at.ends ? intervalText(at.ends[c]) : at.none} · ${fill(T.reports_n, { n: count(at.totals.reports) })}`];
    });
    showTooltip(chart, `${CATEGORIES[c].name} · ${D.years[i]}`, lines);
  };
  const hide = () => { cursor.setAttribute("hidden", ""); hideTooltip(); };
  chart.addEventListener("pointermove", (event) => {
    const box = chart.getBoundingClientRect();
    const at = ((event.clientX - box.left) / box.width) * PLOT.width;
    show(range(D.years.length).reduce((best, i) => (Math.abs(x(D.years[i]) - at) < Math.abs(x(D.years[best]) - at) ? i : best), 0));
  });
  chart.addEventListener("pointerleave", hide);
  chart.addEventListener("focus", () => show(current));
  chart.addEventListener("blur", hide);
  chart.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!step) return;
    event.preventDefault();
    show(Math.min(Math.max(0, current + step), D.years.length - 1));
  });
}

function drawTrend() {
  const charts = $("trend-charts");
  drawChips();
  if (!D.years.length) return charts.replaceChildren(el("p", { class: "note" }, T.no_years));
  const series = trendSeries();
  const tops = range(K).map((c) => trendTop(series, c));
  const shared = Math.max(...tops);
  $("trend-key").replaceChildren(...series.map((one) => el("span", { class: one.kind }, el("i", {}), el("bdi", {}, one.label),
    el("small", {}, [fill(T.reports_n, { n: count(one.reports.length) }), ...(typeof one.key === "number" ? [] : heldWords(heldOf(one.reports)))].join(T.joiner)))));
  charts.replaceChildren(...range(K).map((c) => trendChart(series, c, $("trend-own").checked ? tops[c] : shared)));
  const details = $("trend-details");
  const rows = series.flatMap((one) => one.byYear.map((at) => [`${one.label} ${yearName(at.year)}`, count(at.totals.reports),
    ...range(K).map((c) => `${percent(at.shares[c])}${at.ends ? ` (${at.ends[c].map((end) => decimal(end * 100)).join("–")})` : ""}`)]));
  details.replaceChildren(el("summary", {}, T.table), el("div", { class: "scroll" }, table([T.year, T.reports, ...CATEGORIES.map((one) => one.name)], rows)));
}

function drawChips() {
  $("trend-chips").replaceChildren(...trend.picked.map((key, i) => el("button", { type: "button", class: `chip line${i}`, "aria-label": fill(T.remove, { name: lineName(key) }),
    onclick: () => { trend.picked = trend.picked.filter((one) => one !== key); drawTrend(); keepState(); $("trend-county").focus(); } }, el("bdi", {}, lineName(key)), " ×")));
  $("trend-rest").disabled = !trend.picked.length;
}

// Adds what is named to the lines; what is wrong with a name is said.
function pick(text) {
  const groups = ownGroups.map(({ name }) => name).filter((name) => name === text.trim());
  const { found, problems } = groups.length ? { found: groups, problems: [] } : countiesIn(namesIn(text));
  const wanted = [...new Set([...trend.picked, ...found])];
  if (wanted.length > MOST_LINES) problems.push(fill(T.most_lines, { n: MOST_LINES }));
  trend.picked = wanted.slice(0, MOST_LINES);
  $("trend-problem").textContent = problems.join(T.joiner);
  return found.length > 0;
}

function startTrend() {
  $("county-names").append(...countyNames.map((name) => el("option", { value: name })));
  $("trend-form").addEventListener("submit", (event) => {
    event.preventDefault();
    const input = $("trend-county");
    if (!input.value.trim() || !pick(input.value)) return;
    input.value = "";
    drawTrend();
    keepState();
  });
  for (const id of ["trend-rest", "trend-own"]) $(id).addEventListener("change", () => { drawTrend(); keepState(); });
}
