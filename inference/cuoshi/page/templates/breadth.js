// How many categories, how evenly, and in which state.
const SHOWN = { evenness: K > 1, status: STATUSES.length > 0 };
const FIRST_ROWS = 15, MORE_ROWS = 200;
// Counties are sorted by the share of the last status that has a column of its own: what is still a problem.
const SORTED_BY = COUNTED[COUNTED.length - 1] || REST;
const breadth = { sort: "breadth", down: true, shown: FIRST_ROWS };

function bar(parts, label) {
  const node = el("span", { class: "stack", role: "img", "aria-label": label });
  for (const [name, value] of parts) {
    if (!value) continue;
    const piece = el("i", { class: name });
    piece.style.flexGrow = value;
    node.append(piece);
  }
  return node;
}

function statusParts(totals, categories) {
  return STATUSES.map(({ id }, i) => [`s${i}`, sum(categories.map((c) => totals.status[id][c]))]);
}

function statusWords(parts) {
  const all = sum(parts.map((part) => part[1]));
  return parts.filter((part) => part[1]).map(([at, n]) => `${STATUSES[at.slice(1)].name} ${count(n)} (${percent(n / all, 0)})`).join(T.list);
}

function breadthRows() {
  return [...groupBy(chosenReports().filter((r) => isCounty(R.county[r])), (r) => R.county[r])].map(([county, reports]) => {
    const totals = total(reports);
    const covered = range(K).filter((c) => totals.tagged[c]);
    const status = STATUSES.length ? sum(totals.status[SORTED_BY.id]) / (sum(totals.tagged) || 1) : 0;
    return { county, label: countyNames[county], totals, covered, breadth: covered.length, evenness: evenness(totals.tagged), status };
  });
}

function drawHistogram(rows) {
  const tally = range(K + 1).map((n) => rows.filter((row) => row.breadth === n).length);
  const most = Math.max(...tally, 1);
  const lines = tally.map((n, i) => {
    const filled = n ? el("i", {}) : null;
    if (filled) filled.style.width = `${(n / most) * 100}%`;
    return el("div", { class: "hist" }, el("span", { class: "hist-label" }, fill(T.categories_n, { n: i })),
      el("span", { class: "hist-bar" }, ...(filled ? [filled] : []), el("b", {}, n ? fill(T.county_share, { n: count(n) }) : "0")));
  }).reverse();
  const values = tally.map((n, i) => [fill(T.categories_n, { n: i }), count(n)]).reverse();
  $("breadth-hist").replaceChildren(el("div", { role: "img", "aria-label": values.map((pair) => pair.join(T.colon)).join(T.list) }, ...lines),
    el("details", {}, el("summary", {}, T.table), table([T.breadth, T.county], values)));
}

function drawStatus(totals) {
  if (!STATUSES.length) return;
  const rows = CATEGORIES.map((category, c) => ({ category, c, parts: statusParts(totals, [c]) }));
  const key = el("div", { class: "key" }, ...STATUSES.map((status, i) => el("span", { class: `s${i}` }, el("i", {}), status.name)));
  const lines = rows.map(({ category, c, parts }) => el("div", { class: "status-row" }, el("span", { class: "hist-label" }, category.name),
    bar(parts, statusWords(parts) || T.absent), el("b", {}, count(totals.tagged[c]))));
  const values = rows.map(({ category, parts }) => [category.name, ...parts.map((part) => count(part[1]))]);
  $("breadth-status").replaceChildren(key, ...lines, el("details", {}, el("summary", {}, T.table), table([T.category, ...STATUSES.map((status) => status.name)], values)));
}

function dots(row) {
  const label = row.breadth ? fill(T.covers, { names: row.covered.map((c) => CATEGORIES[c].name).join(T.list) }) : T.covers_none;
  return el("span", { class: "dots", role: "img", "aria-label": label, title: label }, range(K).map((c) => (row.totals.tagged[c] ? "●" : "○")).join(""));
}

function evennessCell(value) {
  if (value === null) return "–";
  const filled = el("i", {});
  filled.style.width = `${value * 100}%`;
  return el("span", { class: "meter" }, el("b", {}, decimal(value, 2)), el("span", { class: "track", "aria-hidden": "true" }, filled));
}

function drawCounties(rows) {
  const { sort, down } = breadth;
  const order = (a, b) => (sort === "name" ? collator.compare(a.label, b.label) : (a[sort] ?? -1) - (b[sort] ?? -1));
  rows.sort((a, b) => (down ? -1 : 1) * order(a, b) || (b.evenness ?? -1) - (a.evenness ?? -1) || inOrder(a.county, b.county));
  const columns = [["name", T.county], ["breadth", T.breadth], ["evenness", T.evenness], ["status", STATUSES.map((status) => status.name).join(" / ")]];
  const sortBy = (key) => () => {
    Object.assign(breadth, { down: sort === key ? !down : key !== "name", sort: key });
    drawCounties(rows);
  };
  const header = columns.filter(([key]) => SHOWN[key] !== false).map(([key, name]) =>
    el("th", { scope: "col", "data-name": name, "aria-sort": sort === key ? (down ? "descending" : "ascending") : null },
      el("button", { type: "button", class: sort === key ? "active" : null, onclick: sortBy(key) }, name,
        el("span", { class: "arrow", "aria-hidden": "true" }, sort === key ? (down ? "↓" : "↑") : ""))));
  const body = rows.slice(0, breadth.shown).map((row) => {
    const parts = statusParts(row.totals, range(K));
    const evenly = SHOWN.evenness ? el("td", {}, evennessCell(row.evenness)) : null;
    const states = SHOWN.status ? el("td", { class: "wide" }, bar(parts, statusWords(parts) || T.absent)) : null;
    return el("tr", {}, el("th", { scope: "row" }, el("bdi", {}, row.label)), el("td", {}, dots(row), el("b", {}, ` ${row.breadth}`)), evenly, states);
  });
  const left = rows.length - breadth.shown;
  const more = left > 0 ? el("button", { type: "button", class: "quiet more", onclick: () => { breadth.shown += MORE_ROWS; drawCounties(rows); } },
    fill(T.more, { n: count(Math.min(left, MORE_ROWS)), total: count(rows.length) })) : null;
  $("breadth-counties").replaceChildren(el("table", { class: "plain counties" }, el("thead", {}, el("tr", {}, ...header)), el("tbody", {}, ...body)), ...(more ? [more] : []));
}

function drawBreadth() {
  const rows = breadthRows();
  breadth.shown = FIRST_ROWS;
  drawHistogram(rows);
  drawStatus(total(chosenReports()));
  drawCounties(rows);
}
