// What is in view as CSV that opens right in Excel: with BOM, and no cell that it would run as a formula.
function csvCell(value) {
  if (value === null || value === undefined) return "";
  const text = typeof value === "string" && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function saveCsv(name, head, rows) {
  const text = [head, ...rows].map((row) => row.map(csvCell).join(",")).join("\r\n");
  const url = URL.createObjectURL(new Blob(["\ufeff", text, "\r\n"], { type: "text/csv" }));
  el("a", { href: url, download: `${name}.csv` }).click();
  setTimeout(() => URL.revokeObjectURL(url), 60000);
}

const rounded = (value) => (value === null || value === undefined ? "" : +value.toFixed(6));

// The filters in view, in the tables' own words, since a file is read without the page: empty where there is no filter.
function filtersNow() {
  const named = (name, list, none) => (filters[name] === "" ? "" : list(Number(filters[name])) || none);
  return {
    province: filters.province === "" ? "" : filters.province.slice(1) || "unknown",
    year: named("year", (i) => String(D.years[i] ?? ""), "unknown"),
    genre: named("genre", (i) => D.genres[i], "unknown"),
    status: named("status", (i) => STATUSES[i].id),
    group: named("group", (i) => ownGroups[i].name),
  };
}

// A file's name says what its rows were chosen by; what no system has in names is left out.
function fileName(...parts) {
  return ["cuoshi", ...parts].filter(Boolean).map((part) => part.replace(/[\\/:*?"<>|.\s-]+/g, "_").slice(0, 40)).join("-");
}

const COUNTED_COLUMNS = ["n", "share", "low", "high"], CORRECTED_COLUMNS = ["corr", "corr_low", "corr_high", "synthetic"];

// A row a county, named as in a panel: counts, counted shares and their intervals; beside them corrected ones where these are shown.
function saveTable() {
  const rows = heat.rows.filter((row) => !row.all && !row.group);
  for (const row of rows) row.shown ??= shown(row.reports, row.totals);
  const basis = rows.some((row) => row.shown.corrected) ? "corrected" : "counted";
  const columns = [...COUNTED_COLUMNS, ...(basis === "corrected" ? CORRECTED_COLUMNS : [])];
  const { province, ...chosen } = filtersNow();
  const head = ["county", "county_code", "province", "city", ...Object.keys(chosen), "shares", "reports", "sentences", ...(basis === "corrected" ? ["hand_coded"] : []),
    ...CATEGORIES.flatMap(({ id }) => columns.map((name) => `${id}_${name}`))];
  saveCsv(fileName("table", province, ...Object.values(chosen), $("heatmap-find").value, basis), head, rows.map((row) => {
    const [, code, own, city] = D.counties[row.county];
    const ends = (row.ends ??= intervals(row.reports)), { corrected } = row.shown;
    const cells = (c) => [row.totals.tagged[c], rounded(shareOf(row.totals, c)), rounded(ends?.[c][0]), rounded(ends?.[c][1]),
      rounded(corrected?.shares[c]), rounded(corrected?.ends?.[c][0]), rounded(corrected?.ends?.[c][1]), corrected ? Number(corrected.synthetic[c]) : ""];
    return [row.label, code, own, city, ...Object.values(chosen), corrected ? "corrected" : "counted", row.totals.reports, row.totals.sentences, ...(basis === "corrected" ? [V.coded] : []),
      ...range(K).flatMap((c) => cells(c).slice(0, columns.length))];
  }));
}

// The sentences that are listed beside the table; sentence_id and the columns are those of the sentences table.
function saveSentences(rows) {
  const head = ["sentence_id", "county", "county_code", "province", "year", "genre", "title", "heading_path", "paragraph", "text", "categories", "status", "category", "p"];
  const { id } = CATEGORIES[drill.category];
  saveCsv(fileName("sentences", drill.place, id, ...Object.values(filtersNow()), $("drill-find").value), head, rows.map((row) => {
    const report = row[S_REPORT];
    const [, code, province] = D.counties[R.county[report]];
    const given = CATEGORIES.filter((_, c) => strength(row, c) >= 0).map((one) => one.id).join(";");
    return [`${R.id[report]}-${row[S_POSITION]}`, countyNames[R.county[report]], code, province, R.year[report] < 0 ? "" : D.years[R.year[report]], D.genres[R.genre[report]], R.title[report],
      row[S_SECTION], row[S_PARAGRAPH] + 1, row[S_TEXT], given, row[S_STATUS] < 0 ? "" : STATUSES[row[S_STATUS]].id, id, strength(row, drill.category)];
  }));
}
