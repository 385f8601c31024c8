// Two counties or two years side by side, with bootstrap intervals of the differences.
const compare = { mode: "county" };
const FOREST = { width: 300, height: 26 };

// What can be compared, by the value of its choice: the reader's own groups and all counties, or years.
function compareUnits() {
  const byYear = compare.mode === "year";
  const only = $("compare-county").value;
  const reports = chosenReports({ anyYear: byYear }).filter((r) => !byYear || (R.year[r] >= 0 && (only === "" || R.county[r] === Number(only))));
  const name = byYear ? yearName : (county) => countyNames[county];
  const units = [...groupBy(reports, (r) => (byYear ? R.year[r] : R.county[r]))].map(([key, own]) => ({ value: String(key), name: name(key), key, reports: own }));
  units.sort((a, b) => inOrder(a.key, b.key));
  const groups = byYear ? [] : ownGroups.map((group) => ({ value: group.name, name: group.name, reports: reports.filter((r) => group.members.has(R.county[r])) }));
  return [...groups.filter((group) => group.reports.length), ...units];
}

function fillChoices() {
  const units = compareUnits();
  const bySize = [...units].sort((a, b) => b.reports.length - a.reports.length);
  const own = ownGroups.length > 1 && compare.mode === "county" ? units : bySize;
  const picks = compare.mode === "year" ? [units[0], units[units.length - 1]] : own.slice(0, 2);
  for (const [i, select] of [$("compare-left"), $("compare-right")].entries()) {
    const named = units.find(({ name }) => name === compare.wanted?.[i])?.value;
    const before = named ?? (select.dataset.mode === compare.mode ? select.value : "");
    const kept = units.some(({ value }) => value === before);
    select.replaceChildren(...units.map(({ value, name }) => el("option", { value }, name)));
    select.value = kept ? before : (picks[i] ?? picks[0])?.value ?? "";
    select.dataset.mode = kept ? compare.mode : ""; // what the page chose gives way to a better choice
  }
  compare.wanted = null;
  return new Map(units.map(({ value, reports }) => [value, reports]));
}

// What is drawn again and again: a report with its copies, or for years of many counties a county with what it wrote in both.
function strata(left, right) {
  if (compare.mode === "county" || $("compare-county").value !== "") return [apart(left).map((unit) => [unit, []]), apart(right).map((unit) => [[], unit])];
  const counties = new Map();
  for (const [side, reports] of [left, right].entries()) {
    for (const r of reports) {
      if (!counties.has(R.county[r])) counties.set(R.county[r], [[], []]);
      counties.get(R.county[r])[side].push(r);
    }
  }
  return [[...counties.values()]];
}

function differences(left, right) {
  const groups = strata(left, right);
  const random = randomFrom(SEED);
  const alone = [left, right].map((reports, side) => groups.every((units) => units.filter((unit) => unit[side].length).length < 2));
  const sizes = groups.map((units) => units.map((unit) => unit.map((reports) => total(reports))));
  const whole = [total(left), total(right)];
  const draws = range(K).map(() => new Float64Array(RESAMPLES));
  for (let b = 0; b < RESAMPLES; b++) {
    const sentences = [0, 0];
    const tagged = [new Float64Array(K), new Float64Array(K)];
    for (const units of sizes) {
      for (let i = 0; i < units.length; i++) {
        const unit = units[(random() * units.length) | 0];
        for (const side of [0, 1]) {
          sentences[side] += unit[side].sentences;
          for (let c = 0; c < K; c++) tagged[side][c] += unit[side].tagged[c];
        }
      }
    }
    for (let c = 0; c < K; c++) {
      const share = [0, 1].map((side) => (alone[side] || !sentences[side] ? bySentence(whole[side], c, random) : tagged[side][c] / sentences[side]));
      draws[c][b] = share[1] - share[0];
    }
  }
  return { alone, ends: draws.map(quantiles) };
}

// One report cannot be resampled, its sentences can: a normal draw with the binomial's variance, kept within 0 and 1.
function bySentence(totals, c, random) {
  const share = shareOf(totals, c);
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return Math.min(1, Math.max(0, share + normal * Math.sqrt((share * (1 - share)) / Math.max(1, totals.sentences))));
}

function forest(difference, ends, reach, label) {
  const x = (value) => FOREST.width / 2 + (value / reach) * (FOREST.width / 2 - 8);
  const middle = FOREST.height / 2;
  const clear = ends[0] > 0 || ends[1] < 0;
  return svg("svg", { class: `forest ${clear ? "clear" : "unclear"}`, viewBox: `0 0 ${FOREST.width} ${FOREST.height}`, role: "img", "aria-label": label },
    svg("line", { class: "zero", x1: x(0), x2: x(0), y1: 0, y2: FOREST.height }),
    svg("line", { class: "whisker", x1: x(ends[0]), x2: x(ends[1]), y1: middle, y2: middle }),
    svg("circle", { class: "dot", cx: x(difference), cy: middle, r: 4.5 }));
}

function drawCompare() {
  $("compare-within").hidden = compare.mode === "county";
  const units = fillChoices();
  const [left, right] = [$("compare-left"), $("compare-right")];
  const sides = [left, right].map((select) => units.get(select.value) || []);
  const box = $("compare-table");
  if (left.value === right.value || !sides[0].length || !sides[1].length) return box.replaceChildren(el("p", { class: "note" }, T.pick_two));
  const totals = sides.map(total);
  const { alone, ends } = differences(...sides);
  const reach = niceTop(Math.max(0.01, ...ends.flat().map(Math.abs)));
  const names = [left, right].map((select, i) => `${select.selectedOptions[0].textContent}${alone[i] ? " †" : ""}`);
  const rows = CATEGORIES.map((category, c) => {
    const difference = shareOf(totals[1], c) - shareOf(totals[0], c);
    const [low, high] = ends[c];
    const verdict = low > 0 ? T.higher : high < 0 ? T.lower : T.unclear;
    const text = `${points(difference)} [${points(low)}, ${points(high)}]`;
    const open = (side) => (event) => openDrill(names[side], sides[side], c, event.currentTarget);
    const cell = (side) => el("td", {}, el("button", { type: "button", class: "link", onclick: open(side) }, percent(shareOf(totals[side], c))));
    return el("tr", {}, el("th", { scope: "row" }, category.name), cell(0), cell(1), el("td", { class: "wide" }, forest(difference, ends[c], reach, text)),
      el("td", { class: "difference" }, el("b", {}, points(difference)), el("small", {}, `[${points(low)}, ${points(high)}]`)), el("td", {}, verdict));
  });
  const size = (side) => el("small", {}, fill(T.reports_n, { n: count(totals[side].reports) }));
  box.replaceChildren(el("table", { class: "plain versus" }, el("thead", {}, el("tr", {}, el("th", { scope: "col" }, T.category),
    ...[0, 1].map((side) => el("th", { scope: "col" }, el("bdi", {}, names[side]), size(side))),
    el("th", { scope: "col" }, T.chart, el("span", { class: "ends" }, el("small", {}, `−${+decimal(reach * 100)}`), el("small", {}, "0"), el("small", {}, `+${+decimal(reach * 100)}`))),
    el("th", { scope: "col" }, T.difference), el("td", {}))), el("tbody", {}, ...rows)));
}

function startCompare() {
  for (const radio of document.querySelectorAll("input[name=compare]")) radio.addEventListener("change", () => { compare.mode = radio.value; drawCompare(); keepState(); });
  $("compare-county").append(...range(D.counties.length).map((county) => el("option", { value: county }, countyNames[county])));
  for (const id of ["compare-left", "compare-right", "compare-county"]) {
    $(id).addEventListener("change", (event) => { event.target.dataset.mode = compare.mode; drawCompare(); keepState(); });
  }
}
