// The sentences behind a figure, strongest first, with the characters that carried the decision.
const FIRST_SENTENCES = 40;
const drill = { found: [], shown: 0, category: 0, opener: null };
const [S_REPORT, S_SECTION, S_PARAGRAPH, S_POSITION, S_STATUS, S_STRENGTHS, S_EVIDENCE, S_TEXT] = range(8);

let parsed = null; // megabytes of text: read when first asked for, so that the page opens at once
function sentenceStore() {
  parsed ??= JSON.parse($("sentences").textContent);
  return parsed;
}

function strength(row, category) {
  const list = row[S_STRENGTHS];
  for (let i = 0; i < list.length; i += 2) if (list[i] === category) return list[i + 1] / 1000;
  return -1;
}

function sentencesOf(reports, category) {
  const wanted = new Set(reports);
  return sentenceStore().rows.filter((row) => wanted.has(row[S_REPORT]) && strength(row, category) >= 0)
    .sort((a, b) => strength(b, category) - strength(a, category) || a[S_REPORT] - b[S_REPORT] || a[S_POSITION] - b[S_POSITION]);
}

// Evidence counts code points, JavaScript strings do not: walk the text by code point.
function highlighted(row, category) {
  const characters = Array.from(row[S_TEXT]);
  const lit = new Uint8Array(characters.length);
  for (let i = 0; i < row[S_EVIDENCE].length; i += 3) {
    if (row[S_EVIDENCE][i] === category) lit.fill(1, row[S_EVIDENCE][i + 1], row[S_EVIDENCE][i + 2]);
  }
  const out = el("bdi", { class: "text" });
  for (let start = 0; start < characters.length;) {
    let end = start + 1;
    while (end < characters.length && lit[end] === lit[start]) end++;
    const piece = characters.slice(start, end).join("");
    out.append(lit[start] ? el("mark", {}, piece) : piece);
    start = end;
  }
  return out;
}

function citation(row) {
  const report = row[S_REPORT];
  const [name, , province] = D.counties[R.county[report]];
  const title = R.title[report];
  return [`${T.quote_open}${row[S_TEXT]}${T.quote_close}`, `${province}${province && D.lang === "en" ? " " : ""}${name || T.unknown_county}`, yearName(R.year[report]),
    title ? `${T.title_open}${title}${T.title_close}` : "", sentenceStore().sections[row[S_SECTION]] || T.no_section, fill(T.paragraph, { n: row[S_PARAGRAPH] + 1 })]
    .filter(Boolean).join(T.joiner);
}

async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = el("textarea", { class: "offscreen", readonly: true, "aria-hidden": "true" });
    area.value = text;
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done;
  }
}

function sentenceItem(row) {
  const p = strength(row, drill.category);
  const threshold = D.thresholds[drill.category];
  const unsure = Math.abs(p - threshold) < UNCERTAIN;
  const report = row[S_REPORT];
  const status = row[S_STATUS] >= 0 ? row[S_STATUS] : null;
  const copy = el("button", { type: "button", class: "quiet copy", onclick: async (event) => {
    const button = event.currentTarget;
    button.textContent = (await copyText(citation(row))) ? T.copied : T.copy_failed;
    button.focus();
    setTimeout(() => { button.textContent = T.copy; }, 1600);
  } }, T.copy);
  return el("li", { class: unsure ? "unsure" : null }, el("p", {}, highlighted(row, drill.category)),
    el("p", { class: "source" }, el("bdi", {}, countyNames[R.county[report]]), el("span", {}, yearName(R.year[report])), R.title[report] ? el("bdi", {}, R.title[report]) : null,
      el("bdi", {}, sentenceStore().sections[row[S_SECTION]] || T.no_section)),
    el("p", { class: "facts" }, status === null ? null : el("span", { class: `badge s${status}` }, STATUSES[status].name), el("span", {}, fill(T.probability, { p: p.toFixed(2) })),
      unsure ? el("span", { class: "badge uncertain", title: fill(T.uncertain_hint, { t: threshold.toFixed(2) }) }, T.uncertain) : null, copy));
}

function listSentences(from) {
  const wanted = $("drill-find").value.trim().toLowerCase();
  const sections = sentenceStore().sections;
  const matches = wanted ? drill.found.filter((row) => `${row[S_TEXT]} ${R.title[row[S_REPORT]]} ${sections[row[S_SECTION]]}`.toLowerCase().includes(wanted)) : drill.found;
  const list = $("drill-list");
  if (!from) list.replaceChildren();
  list.append(...matches.slice(from, from + FIRST_SENTENCES).map(sentenceItem));
  drill.shown = Math.min(matches.length, from + FIRST_SENTENCES);
  const left = matches.length - drill.shown;
  $("drill-more").hidden = !left;
  $("drill-more").textContent = fill(T.show_more, { n: count(Math.min(left, FIRST_SENTENCES)) });
  $("drill-status").textContent = wanted ? fill(T.drill_match, { n: count(matches.length) }) : "";
}

function openDrill(place, reports, category, opener) {
  Object.assign(drill, { category, opener, found: sentencesOf(reports, category) });
  const n = total(reports).tagged[category];
  const m = drill.found.length;
  $("drill-title").replaceChildren(el("bdi", {}, fill(T.drill_title, { place, category: CATEGORIES[category].name })));
  const parts = [n ? fill(T.drill_count, { n: count(n), category: CATEGORIES[category].name }) : T.drill_none];
  if (m < n) parts.push(fill(T.drill_left, { m: count(m), rest: count(n - m), file: D.sentences.file }));
  $("drill-summary").textContent = parts.join(" · ");
  $("drill-find").value = "";
  const before = opener.getBoundingClientRect().top;
  $("drill").hidden = false;
  document.body.classList.add("drilled");
  // The page grows narrower beside the panel; what was clicked stays where it was.
  window.scrollBy({ top: opener.getBoundingClientRect().top - before, behavior: "instant" });
  document.querySelector("td.opened")?.classList.remove("opened");
  if (opener.tagName === "TD") opener.classList.add("opened");
  listSentences(0);
  $("drill").scrollTop = 0;
  $("drill-title").focus({ preventScroll: true });
}

function closeDrill() {
  if ($("drill").hidden) return;
  $("drill").hidden = true;
  document.body.classList.remove("drilled");
  document.querySelector("td.opened")?.classList.remove("opened");
  if (drill.opener && drill.opener.isConnected) drill.opener.focus();
}

function startDrill() {
  $("drill-close").addEventListener("click", closeDrill);
  $("drill-find").addEventListener("input", () => listSentences(0));
  $("drill-more").addEventListener("click", () => {
    const from = drill.shown;
    listSentences(from);
    $("drill-list").children[from]?.querySelector("button").focus();
  });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") closeDrill(); });
}
