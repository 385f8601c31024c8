// The sentences behind a figure, strongest first, with the characters that carried the decision.
const FIRST_SENTENCES = 40;
const drill = { found: [], listed: [], shown: 0, place: "", category: 0, opener: null, asked: 0 };

function citation(row) {
  const report = row[S_REPORT];
  const [name, , province] = D.counties[R.county[report]];
  const title = R.title[report];
  return [`${T.quote_open}${row[S_TEXT]}${T.quote_close}`, `${province}${province && D.lang === "en" ? " " : ""}${name || T.unknown_county}`, yearName(R.year[report]),
    title ? `${T.title_open}${title}${T.title_close}` : "", row[S_SECTION] || T.no_section, fill(T.paragraph, { n: row[S_PARAGRAPH] + 1 })]
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

function sentenceItem({ row, whole }) {
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
  const more = whole ? [el("button", { type: "button", class: "quiet near", onclick: (event) => showAround(row, event.currentTarget.closest("li")) }, T.around),
    el("button", { type: "button", class: "quiet whole", onclick: () => readReport(row) }, T.whole_report)] : [el("span", {}, T.no_whole_report)];
  return el("li", { class: unsure ? "unsure" : null }, el("p", {}, highlighted(row, drill.category)),
    el("p", { class: "source" }, el("bdi", {}, countyNames[R.county[report]]),
      D.candidates[report] ? el("bdi", { class: "candidates" }, fill(T.candidates, { names: D.candidates[report] })) : null,
      el("span", {}, yearName(R.year[report])), R.title[report] ? el("bdi", {}, R.title[report]) : null, el("bdi", {}, row[S_SECTION] || T.no_section)),
    el("p", { class: "facts" }, status === null ? null : el("span", { class: `badge s${status}` }, STATUSES[status].name), el("span", {}, fill(T.probability, { p: decimal(p, 2) })),
      unsure ? el("span", { class: "badge uncertain", title: fill(T.uncertain_hint, { t: decimal(threshold, 2) }) }, T.uncertain) : null, el("span", { class: "tools" }, ...more, copy)));
}

async function listSentences(from) {
  const wanted = $("drill-find").value.trim().toLowerCase();
  drill.listed = wanted ? drill.found.filter((row) => `${row[S_TEXT]} ${R.title[row[S_REPORT]]} ${row[S_SECTION]}`.toLowerCase().includes(wanted)) : drill.found;
  const list = $("drill-list");
  const asked = ++drill.asked;
  busy($("drill"), true);
  const rows = await Promise.all(drill.listed.slice(from, from + FIRST_SENTENCES).map(async (row) => ({ row, whole: (await textOf(row[S_REPORT])).whole })));
  if (asked !== drill.asked) return; // something else was asked for meanwhile
  busy($("drill"), false);
  if (!from) list.replaceChildren();
  list.append(...rows.map(sentenceItem));
  drill.shown = from + rows.length;
  const left = drill.listed.length - drill.shown;
  $("drill-more").hidden = !left;
  $("drill-more").textContent = fill(T.show_more, { n: count(Math.min(left, FIRST_SENTENCES)) });
  $("drill-save").hidden = !drill.listed.length;
  $("drill-status").textContent = wanted ? fill(T.drill_match, { n: count(drill.listed.length) }) : "";
}

function drillSummary(n) {
  const m = drill.found.length;
  const parts = [n ? fill(T.drill_count, { n: count(n), category: CATEGORIES[drill.category].name }) : T.drill_none];
  if (m < n) parts.push(fill(T.drill_left, { m: count(m), rest: count(n - m), file: D.sentences.file }));
  return parts.join(" · ");
}

// The page grows narrower beside the panel; what was clicked stays where it was.
function openPanel(opener) {
  const before = opener.getBoundingClientRect();
  const page = document.querySelector(".page");
  page.style.setProperty("--left", `${page.getBoundingClientRect().left}px`);
  for (const table of document.querySelectorAll(".heat")) table.style.minWidth = `${table.getBoundingClientRect().width}px`;
  $("drill").hidden = false;
  document.body.classList.add("drilled");
  window.scrollBy({ top: opener.getBoundingClientRect().top - before.top, behavior: "instant" });
  opener.scrollIntoView({ block: "nearest", inline: "nearest", behavior: "instant" });
}

async function openDrill(place, reports, category, opener) {
  Object.assign(drill, { place, category, opener, found: [] });
  const asked = ++drill.asked;
  $("drill-title").replaceChildren(el("bdi", {}, fill(T.drill_title, { place, category: CATEGORIES[category].name })));
  $("drill-summary").textContent = T.opening;
  $("drill-find").value = $("drill-status").textContent = "";
  $("drill-list").replaceChildren();
  $("drill-more").hidden = $("drill-save").hidden = true;
  showReader(false);
  if ($("drill").hidden) openPanel(opener);
  document.querySelector("td.opened")?.classList.remove("opened");
  if (opener.tagName === "TD") opener.classList.add("opened");
  $("drill").scrollTop = 0;
  $("drill-title").focus({ preventScroll: true });
  if (!window.DecompressionStream) { $("drill-summary").textContent = T.old_browser; return; }
  busy($("drill"), true);
  const found = await sentencesOf(reports, category);
  if (asked !== drill.asked) return;
  drill.found = found;
  await listSentences(0);
  if (drill.found === found) $("drill-summary").textContent = drillSummary(total(reports).tagged[category]);
}

function closeDrill() {
  if ($("drill").hidden) return;
  $("drill").hidden = true;
  document.body.classList.remove("drilled");
  for (const table of document.querySelectorAll(".heat")) table.style.minWidth = "";
  document.querySelector("td.opened")?.classList.remove("opened");
  if (drill.opener && drill.opener.isConnected) drill.opener.focus();
}

function startDrill() {
  $("drill-close").addEventListener("click", closeDrill);
  $("drill-find").addEventListener("input", () => listSentences(0));
  $("drill-save").addEventListener("click", () => saveSentences(drill.listed));
  $("drill-more").addEventListener("click", async () => {
    const from = drill.shown;
    await listSentences(from);
    $("drill-list").children[from]?.querySelector("button").focus();
  });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") closeDrill(); });
}
