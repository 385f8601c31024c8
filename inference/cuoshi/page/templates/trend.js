// Each category's share by year: all counties, or those picked against the others.
const trend = { picked: [] };
const PLOT = { width: 270, height: 150, left: 34, right: 10, top: 12, bottom: 22 };

function trendSeries() {
  const reports = chosenReports({ anyYear: true }).filter((r) => R.year[r] >= 0);
  const picked = new Set(trend.picked);
  const series = [];
  if (picked.size) {
    const label = picked.size === 1 ? countyNames[trend.picked[0]] : `${T.selected} (${fill(T.counties_n, { n: picked.size })})`;
    series.push({ label, kind: "picked", reports: reports.filter((r) => picked.has(R.county[r])) });
  }
  if (!picked.size || $("trend-rest").checked) {
    series.push({ label: picked.size ? T.rest : T.all_counties, kind: picked.size ? "others" : "everyone", reports: reports.filter((r) => !picked.has(R.county[r])) });
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

function axes(x, y, top) {
  const first = D.years[0], last = D.years[D.years.length - 1];
  const ticks = first === last ? [first] : last - first > 1 && last - first < 4 ? [first, ...D.years.slice(1, -1), last] : [first, last];
  return [
    ...[0, top / 2, top].map((value) => svg("g", {},
      svg("line", { class: value ? "rule" : "axis", x1: PLOT.left, x2: PLOT.width - PLOT.right, y1: y(value), y2: y(value) }),
      svg("text", { class: "tick", x: PLOT.left - 6, y: y(value) + 4, "text-anchor": "end" }, `${+(value * 100).toFixed(1)}${value === top ? "%" : ""}`))),
    ...[...new Set(ticks)].map((year) => svg("text", { class: "tick", x: x(year), y: PLOT.height - 5,
      "text-anchor": "middle" }, year)),
  ];
}

function seriesMarks(one, c, x, y) {
  const at = one.byYear.map((point) => ({ x: x(D.years[point.year]), y: y(point.shares[c]), ends: point.ends && point.ends[c].map(y) }));
  const marks = svg("g", { class: one.kind });
  const banded = at.filter((point) => point.ends);
  if (banded.length > 1) {
    const outline = [...banded.map((p) => `${p.x},${p.ends[1]}`), ...[...banded].reverse().map((p) => `${p.x},${p.ends[0]}`)];
    marks.append(svg("polygon", { class: "band", points: outline.join(" ") }));
  } else for (const p of banded) marks.append(svg("line", { class: "whisker", x1: p.x, x2: p.x, y1: p.ends[0], y2: p.ends[1] }));
  if (at.length > 1) marks.append(svg("polyline", { class: "line", points: at.map((p) => `${p.x},${p.y}`).join(" ") }));
  for (const p of at) marks.append(svg("circle", { class: "dot", cx: p.x, cy: p.y, r: at.length > 12 ? 1.8 : 2.6 }));
  return marks;
}

function trendChart(series, c, top) {
  const first = D.years[0], span = D.years[D.years.length - 1] - first || 1;
  const inner = PLOT.width - PLOT.left - PLOT.right - 12;
  const x = (year) => PLOT.left + 6 + (D.years.length === 1 ? inner / 2 : ((year - first) / span) * inner);
  const y = (value) => PLOT.top + (1 - value / top) * (PLOT.height - PLOT.top - PLOT.bottom);
  const last = series.map((one) => one.byYear[one.byYear.length - 1]).find(Boolean);
  const now = last ? percent(last.shares[c]) : "";
  const cursor = svg("line", { class: "cursor", y1: PLOT.top, y2: PLOT.height - PLOT.bottom, hidden: true });
  const chart = svg("svg", { viewBox: `0 0 ${PLOT.width} ${PLOT.height}`, tabindex: 0, role: "img", "aria-label": `${CATEGORIES[c].name}${T.colon}${series.map((one) => `${one.label} ${trendWords(one, c)}`).join("; ")}` },
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
    const lines = series.flatMap((one) => one.byYear.filter((at) => at.year === i).flatMap((at) =>
      [`${one.label}  ${percent(at.shares[c])}`, `${at.ends ? intervalText(at.ends[c]) : at.none} · ${fill(T.reports_n, { n: count(at.totals.reports) })}`]));
    showTooltip(chart, `${CATEGORIES[c].name} · ${D.years[i]}`, lines.length ? lines : [T.no_data_cell]);
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
    el("small", {}, fill(T.reports_n, { n: count(one.reports.length) })))));
  charts.replaceChildren(...range(K).map((c) => trendChart(series, c, $("trend-own").checked ? tops[c] : shared)));
  const details = $("trend-details");
  const rows = series.flatMap((one) => one.byYear.map((at) => [`${one.label} ${yearName(at.year)}`, count(at.totals.reports),
    ...range(K).map((c) => `${percent(at.shares[c])}${at.ends ? ` (${at.ends[c].map((end) => (end * 100).toFixed(1)).join("–")})` : ""}`)]));
  details.replaceChildren(el("summary", {}, T.table), el("div", { class: "scroll" }, table([T.year, T.reports, ...CATEGORIES.map((one) => one.name)], rows)));
}

function drawChips() {
  $("trend-chips").replaceChildren(...trend.picked.map((county) => el("button", { type: "button", class: "chip", "aria-label": fill(T.remove, { name: countyNames[county] }),
    onclick: () => { trend.picked = trend.picked.filter((one) => one !== county); drawTrend(); $("trend-county").focus(); } }, el("bdi", {}, countyNames[county]), " ×")));
  $("trend-rest").disabled = !trend.picked.length;
}

function findCounty(text) {
  const wanted = text.trim();
  if (countyByName.has(wanted)) return countyByName.get(wanted);
  const close = range(D.counties.length).filter((i) => D.counties[i][1] === wanted || D.counties[i][0] === wanted);
  return close.length === 1 ? close[0] : undefined;
}

function startTrend() {
  $("county-names").append(...countyNames.map((name) => el("option", { value: name })));
  $("trend-form").addEventListener("submit", (event) => {
    event.preventDefault();
    const input = $("trend-county");
    if (!input.value.trim()) return;
    const county = findCounty(input.value);
    $("trend-problem").textContent = county === undefined ? fill(T.unknown_name, { name: input.value.trim() }) : "";
    if (county === undefined) return;
    if (!trend.picked.includes(county)) trend.picked.push(county);
    input.value = "";
    drawTrend();
  });
  $("trend-rest").addEventListener("change", drawTrend);
  $("trend-own").addEventListener("change", drawTrend);
}
