// A report as a whole, its sentences with and without a category, and those around one of them.
const AROUND = 2;

function tagWords(row) {
  const given = CATEGORIES.filter((_, c) => strength(row, c) >= 0).map(({ name }) => name);
  return given.length ? [...given, ...(row[S_STATUS] >= 0 ? [STATUSES[row[S_STATUS]].name] : [])].join(" · ") : "";
}

function sentenceText(row, current) {
  const words = tagWords(row);
  const text = el("bdi", { class: [words ? "tagged" : "", row === current ? "current" : ""].join(" ").trim() || null }, row[S_TEXT]);
  return words ? [text, el("small", { class: "tags" }, words)] : [text];
}

async function opened(report) {
  busy($("drill"), true);
  const text = await textOf(report);
  busy($("drill"), false);
  return text;
}

async function showAround(row, item) {
  const open = item.querySelector(".around");
  if (open) return open.remove();
  const { rows } = await opened(row[S_REPORT]);
  const at = rows.indexOf(row);
  const near = rows.slice(Math.max(0, at - AROUND), at + AROUND + 1);
  item.querySelector(".text").after(el("div", { class: "around" }, ...near.map((one) => el("p", { class: one === row ? "here" : null }, ...sentenceText(one, null)))));
}

function reportBody(rows, current) {
  const body = el("div", {});
  let section = null, paragraph = null, place = null;
  for (const row of rows) {
    if (row[S_SECTION] !== section) {
      section = row[S_SECTION];
      paragraph = null;
      if (section) body.append(el("h3", {}, el("bdi", {}, section)));
    }
    if (row[S_PARAGRAPH] !== paragraph) {
      paragraph = row[S_PARAGRAPH];
      body.append((place = el("p", {})));
    }
    place.append(...sentenceText(row, current));
  }
  return body;
}

async function readReport(row) {
  const report = row[S_REPORT];
  const { rows } = await opened(report);
  const name = R.title[report] || T.no_title;
  drill.before = $("drill").scrollTop;
  $("reader-title").textContent = name;
  const genre = D.genres[R.genre[report]] ? genreName(R.genre[report]) : "";
  $("reader-facts").textContent = [countyNames[R.county[report]], yearName(R.year[report]), genre, fill(T.sentences_n, { n: count(rows.length) })].filter(Boolean).join(" · ");
  $("reader-text").replaceChildren(reportBody(rows, row));
  showReader(true);
  $("reader-text").querySelector(".current")?.scrollIntoView({ block: "center" });
  $("reader-back").focus({ preventScroll: true });
}

function showReader(on) {
  $("reader").hidden = !on;
  $("drill-sentences").hidden = on;
  if (!on) $("drill").scrollTop = drill.before || 0;
}

function startReader() {
  $("reader-back").addEventListener("click", () => showReader(false));
}
