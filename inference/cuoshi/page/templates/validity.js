// What a hand-coded sample says: how good coders and model are, and the shares corrected for the model's errors.
const V = D.validity;
const basis = { corrected: Boolean(V && V.groups) };
const RELIABILITY = { size: 150, left: 26, bottom: 20, top: 6, right: 6 };
const SHARES = { width: 360, height: 26, side: 8 };

const corrections = Object.fromEntries(Object.entries((V && V.groups) || {}).map(([name, rows]) => [name, new Map(rows.map(([key, ...values]) => [key.join("\t"), values]))]));

// A genre or a status has no corrected shares; there the choice says that shares are as counted, and cannot be made.
const correctable = () => filters.genre === "" && filters.status === "";
const corrects = () => basis.corrected && correctable();
function showBasis() {
  if (!$("basis")) return;
  $("basis").value = corrects() ? "corrected" : "naive";
  $("basis").disabled = !correctable();
}

// The corrected shares of a group of reports: those of a table where it is a row of one, else the mean of its cells,
// which has no interval. Null where the reader wants none, or a cell is not whole.
function correctedOf(reports) {
  if (!corrects() || !reports.length) return null;
  if (reports.length === R.county.length) {
    const own = V.categories.map((one) => one.corrected);
    return { shares: own.map((one) => one[0]), ends: own.map((one) => [one[1], one[2]]), synthetic: own.map(() => 0) };
  }
  for (const [name, key] of wholeGroups(reports)) {
    if (!corrections[name].has(key)) continue;
    const [shares, low, high, synthetic] = corrections[name].get(key);
    return { shares, ends: range(K).map((c) => [low[c], high[c]]), synthetic };
  }
  return meanOfCells(reports);
}

function meanOfCells(reports) {
  const rows = corrections.county_year;
  const cells = groupBy(reports, (r) => keyIn("county_year", r));
  if ([...cells].some(([key, members]) => members.length !== groupSizes.county_year.get(key) || !rows.has(key))) return null;
  const shares = new Array(K).fill(0), synthetic = new Array(K).fill(1);
  const all = sum(reports.map((r) => R.sentences[r]));
  for (const [key, members] of cells) {
    const weight = sum(members.map((r) => R.sentences[r])) / all;
    const row = rows.get(key);
    for (let c = 0; c < K; c++) {
      shares[c] += weight * row[0][c];
      synthetic[c] &&= row[3][c];
    }
  }
  return { shares, ends: null, synthetic };
}

// What is shown of a group: its corrected shares, or those that were counted.
function shown(reports, totals) {
  const corrected = correctedOf(reports);
  return { corrected, shares: corrected ? corrected.shares : range(K).map((c) => shareOf(totals, c)) };
}

// What the heatmap's legend says of the shares that it shows.
function basisNotes() {
  if (!V || !V.groups || heat.view !== "share") return [];
  if (!correctable()) return [el("span", { class: "legend-title" }, T.genre_naive)];
  return corrects() ? [el("span", { class: "legend-title" }, el("span", { class: "synthetic" }, "1.2"), " ", T.synthetic_key)] : [];
}

const figureText = (figure, digits = 0) => {
  if (!figure) return "–";
  const text = (value) => (digits ? decimal(value, digits) : decimal(value * 100, 0));
  return figure[1] === null ? text(figure[0]) : `${text(figure[0])} (${text(figure[1])}–${text(figure[2])})`;
};

const warnings = () => V.told.map(([name, n]) => el("li", {}, fill(T[`warn_${name}`], { n })));

// A row of the chart: counted as a ring, corrected as a dot with its interval, that of reports like these thinner.
function shareMarks(own, top) {
  const x = (value) => SHARES.side + (value / top) * (SHARES.width - 2 * SHARES.side);
  const y = SHARES.height / 2;
  const [share, low, high] = own.corrected;
  const label = `${T.naive} ${percent(own.naive)}, ${T.corrected} ${percent(share)} (${percent(low)}–${percent(high)})`;
  return svg("svg", { class: "before-after", viewBox: `0 0 ${SHARES.width} ${SHARES.height}`, role: "img", "aria-label": label },
    svg("line", { class: "rule", x1: x(0), x2: x(top), y1: y, y2: y }),
    svg("line", { class: "wide-whisker", x1: x(own.wide[0]), x2: x(own.wide[1]), y1: y, y2: y }),
    svg("line", { class: "whisker", x1: x(low), x2: x(high), y1: y, y2: y }),
    svg("circle", { class: "ring", cx: x(own.naive), cy: y, r: 5 }),
    svg("circle", { class: "dot", cx: x(share), cy: y, r: 4 }));
}

function sharesTable() {
  const top = niceTop(Math.max(0.01, ...V.categories.flatMap((own) => [own.naive, own.wide[1]])));
  const interval = (ends) => `${decimal(ends[0] * 100)}–${decimal(ends[1] * 100)}`;
  const rows = V.categories.map((own, c) => [CATEGORIES[c].name, shareMarks(own, top), percent(own.naive), percent(own.corrected[0]),
    interval(own.corrected.slice(1)), interval(own.wide), own.needed === null ? "–" : count(own.needed)]);
  const scale = el("span", {}, T.chart_shares, el("span", { class: "ends" }, el("small", {}, "0"), el("small", {}, `${+decimal(top * 100)}%`)));
  return table([T.category, scale, T.naive, T.corrected, T.at_hand, T.like_these, T.halve], rows, { class: "plain shares" });
}

function qualityTable() {
  const several = V.coders.length > 1;
  const head = [T.category, T.coded_so, T.precision, T.recall, "F1", ...(several ? [T.agreement, "Cohen κ", "Krippendorff α"] : [])];
  const rows = V.categories.map((own, c) => [CATEGORIES[c].name, count(own.coded), figureText(own.precision), figureText(own.recall), figureText(own.f1),
    ...(several ? [figureText(own.agreement), figureText(own.kappa, 2), figureText(own.alpha, 2)] : [])]);
  return table(head, rows, { class: "plain quality" });
}

// Predicted probability against the share that was coded so; a point's area goes with the sentences it stands for.
function reliability(own, c) {
  const { size, left, bottom, top, right } = RELIABILITY;
  const x = (p) => left + p * (size - left - right), y = (p) => top + (1 - p) * (size - top - bottom);
  const label = own.reliability.map(([p, share]) => `${decimal(p, 2)} ${decimal(share, 2)}`).join("; ");
  return el("figure", {}, el("figcaption", {}, CATEGORIES[c].name),
    svg("svg", { class: "reliability", viewBox: `0 0 ${size} ${size}`, role: "img", "aria-label": `${CATEGORIES[c].name}${T.colon}${label}` },
      ...[0, 0.5, 1].flatMap((p) => [svg("text", { class: "tick", x: x(p), y: size - 6, "text-anchor": "middle" }, p),
        svg("text", { class: "tick", x: left - 5, y: y(p) + 4, "text-anchor": "end" }, p)]),
      svg("rect", { class: "frame", x: x(0), y: y(1), width: x(1) - x(0), height: y(0) - y(1) }),
      svg("line", { class: "cursor", x1: x(0), y1: y(0), x2: x(1), y2: y(1) }),
      svg("polyline", { class: "line", points: own.reliability.map(([p, share]) => `${x(p)},${y(share)}`).join(" ") }),
      ...own.reliability.map(([p, share, weight]) => svg("circle", { class: "dot", cx: x(p), cy: y(share), r: 2 + 6 * Math.sqrt(weight) }))));
}

function startValidity() {
  if (!V) return;
  $("validity-lead").textContent = fill(T.validity_lead, { coders: V.coders.join(T.list), coded: count(V.coded), population: count(V.population), f1: figureText(V.macro, 2) })
    + (V.status ? fill(T.validity_status, { status: figureText(V.status) }) : "");
  $("validity-warnings").replaceChildren(...warnings());
  $("validity-shares").replaceChildren(sharesTable());
  $("validity-quality").replaceChildren(qualityTable());
  $("validity-reliability").replaceChildren(...V.categories.map(reliability));
  $("basis")?.addEventListener("change", (event) => { basis.corrected = event.target.value === "corrected"; drawAll(); });
}
