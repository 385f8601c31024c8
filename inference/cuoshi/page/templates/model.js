// The counts behind the page, the filters, and the shares and intervals of any group of reports.
const D = JSON.parse($("data").textContent);
const T = D.words;
const CATEGORIES = D.categories;
const K = CATEGORIES.length;
const R = D.reports;
const STATUSES = D.statuses;
const COUNTED = STATUSES.filter((status) => !status.rest);
const REST = STATUSES.find((status) => status.rest);
const { resamples: RESAMPLES, seed: SEED } = D.bootstrap;
// A decision nearer to its threshold is as good as a coin: on data/dev.jsonl (374 sentences, the model of version 0.1)
// 44% of the 32 decisions within 0.15 were wrong, 1.6% of the others.
const UNCERTAIN = 0.15;

const filters = { province: "", year: "", genre: "", status: "", group: "" };
// What is known of a place, by its place in the list of D.counties.
const [C_NAME, C_CODE, C_PROVINCE, C_CITY, C_KIND, C_ALIASES] = range(6);
const provinceOf = (county) => D.counties[county][C_PROVINCE];
const provinceName = (name) => (D.lang === "en" && D.named.provinces[name]) || name || T.unknown_province;
const genreName = (genre) => D.named.genres[D.genres[genre]] || D.genres[genre] || T.unknown_genre;

// The groups whose figures come with the page, by the columns that make one, and how their tables call a report's.
const KEYS = { province: (r) => provinceOf(R.county[r]), county_id: (r) => R.county[r], year: (r) => R.year[r] };
const keyIn = (name, r) => D.groups[name].map((column) => KEYS[column](r)).join("\t");
const groupSizes = Object.fromEntries(Object.keys(D.groups).map((name) => {
  const sizes = new Map();
  for (const r of range(R.county.length)) sizes.set(keyIn(name, r), (sizes.get(keyIn(name, r)) || 0) + 1);
  return [name, sizes];
}));
const groupIntervals = Object.fromEntries(Object.entries(D.intervals).map(([name, rows]) => [name, new Map(rows.map(([key, ...ends]) => [key.join("\t"), ends]))]));

function yearName(year) {
  return year < 0 ? T.unknown_year : String(D.years[year]);
}

// Each report's sentences of each category, of the status that is asked for.
let tags = R.tagged;
function useStatus() {
  const status = STATUSES[filters.status];
  if (filters.status === "") tags = R.tagged;
  else if (!status.rest) tags = R.status[status.id];
  else tags = R.tagged.map((n, i) => n - sum(COUNTED.map(({ id }) => R.status[id][i])));
}

// Reports that pass the filters; a section that draws every year ignores the year's.
function chosenReports({ anyYear = false } = {}) {
  return range(R.county.length).filter((r) =>
    (filters.province === "" || provinceOf(R.county[r]) === filters.province.slice(1)) &&
    (anyYear || filters.year === "" || R.year[r] === Number(filters.year)) &&
    (filters.genre === "" || R.genre[r] === Number(filters.genre)) &&
    (filters.group === "" || ownGroups[filters.group].members.has(R.county[r])));
}

function groupBy(reports, key) {
  const groups = new Map();
  for (const r of reports) {
    const k = key(r);
    const group = groups.get(k);
    if (group) group.push(r);
    else groups.set(k, [r]);
  }
  return groups;
}

// Reports in lists of those that repeat one another.
const apart = (reports) => [...groupBy(reports, (r) => R.unit[r]).values()];

function total(reports) {
  const out = { reports: reports.length, sentences: 0, ...heldOf(reports) };
  out.tagged = new Array(K).fill(0);
  out.status = Object.fromEntries(STATUSES.map((status) => [status.id, new Array(K).fill(0)]));
  for (const r of reports) {
    out.sentences += R.sentences[r];
    for (let c = 0; c < K; c++) {
      out.tagged[c] += tags[r * K + c];
      for (const { id } of COUNTED) out.status[id][c] += R.status[id][r * K + c];
    }
  }
  if (filters.status !== "") {
    for (const [i, { id }] of STATUSES.entries()) out.status[id] = i === Number(filters.status) ? [...out.tagged] : new Array(K).fill(0);
  } else if (REST) out.status[REST.id] = range(K).map((c) => out.tagged[c] - sum(COUNTED.map(({ id }) => out.status[id][c])));
  return out;
}

// Of reports, how many are of no county: of a city or province itself, or of nowhere that is known.
function heldOf(reports) {
  const held = { county: 0, above: 0, unknown: 0 };
  for (const r of reports) held[kindOf(R.county[r])]++;
  return { above: held.above, unknown: held.unknown };
}

// Said wherever reports of several places are joined, lest their figures be taken for those of counties alone.
function heldWords({ above, unknown }) {
  return [[above, T.with_above], [unknown, T.with_unknown]].filter(([n]) => n).map(([n, text]) => fill(text, { n: count(n) }));
}

const shareOf = (totals, c) => (totals.sentences ? totals.tagged[c] / totals.sentences : 0);

// The groupings of which the reports are exactly one group, each with that group's key.
function* wholeGroups(reports) {
  for (const name of Object.keys(D.groups)) {
    const key = keyIn(name, reports[0]);
    if (groupSizes[name].get(key) === reports.length && reports.every((r) => keyIn(name, r) === key)) yield [name, key];
  }
}

// 95% intervals of every category's share; null for a single report. Those of whole groups come with the page, from the
// bootstrap of the coverage table (cuoshi/coverage/bootstrap.py). Only a filtered view is drawn here, by the same rule:
// percentiles of 1,000 resamplings of reports, those that repeat one another drawn together; Wilson's where all are alike.
function intervals(reports) {
  const units = apart(reports);
  if (units.length < 2) return null;
  for (const [name, key] of filters.status === "" ? wholeGroups(reports) : []) {
    const ends = groupIntervals[name].get(key);
    if (ends) return range(K).map((c) => [ends[2 * c] / D.precision, ends[2 * c + 1] / D.precision]);
  }
  const random = randomFrom(SEED + units.length);
  const draws = range(K).map(() => new Float64Array(RESAMPLES));
  const tagged = new Float64Array(K);
  for (let b = 0; b < RESAMPLES; b++) {
    tagged.fill(0);
    let sentences = 0;
    for (let i = 0; i < units.length; i++) {
      for (const r of units[(random() * units.length) | 0]) {
        sentences += R.sentences[r];
        for (let c = 0; c < K; c++) tagged[c] += tags[r * K + c];
      }
    }
    for (let c = 0; c < K; c++) draws[c][b] = tagged[c] / sentences;
  }
  const size = sum(reports.map((r) => R.sentences[r]));
  return draws.map((own, c) => {
    const ends = quantiles(own);
    return ends[1] - ends[0] < 1e-9 ? wilson(sum(reports.map((r) => tags[r * K + c])), size) : ends;
  });
}

function wilson(hits, size) {
  const share = hits / size, square = 1.959964 ** 2 / size;
  const centre = share + square / 2, reach = Math.sqrt(square * (share * (1 - share) + square / 4));
  return [Math.max(0, (centre - reach) / (1 + square)), Math.min(1, (centre + reach) / (1 + square))];
}

function quantiles(draws) {
  draws.sort();
  return [0.025, 0.975].map((q) => {
    const at = q * (draws.length - 1);
    const low = Math.floor(at);
    return draws[low] + (at - low) * (draws[Math.min(low + 1, draws.length - 1)] - draws[low]);
  });
}

function intervalText(ends) {
  return ends ? fill(T.interval, { low: percent(ends[0]), high: percent(ends[1]) }) : T.no_interval;
}

// Pielou's evenness over all categories: Shannon entropy of the tags divided by its maximum, ln K. One has none.
function evenness(tagged) {
  const all = sum(tagged);
  if (!all || K < 2) return null;
  const entropy = -sum(tagged.filter(Boolean).map((n) => (n / all) * Math.log(n / all)));
  return Math.max(0, entropy / Math.log(K));
}
