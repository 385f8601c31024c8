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

// A row a county: counts, shares as they are shown, and their intervals.
function saveTable() {
  const columns = ["n", "share", "low", "high"];
  const head = ["county", "county_code", "province", "city", "reports", "sentences", ...CATEGORIES.flatMap(({ id }) => columns.map((name) => `${id}_${name}`))];
  const rows = heat.rows.filter((row) => !row.all && !row.group).map((row) => {
    const [, code, province, city] = D.counties[row.county];
    const own = (row.shown ??= shown(row.reports, row.totals));
    const ends = own.corrected ? own.corrected.ends : (row.ends ??= intervals(row.reports));
    return [row.label, code, province, city, row.totals.reports, row.totals.sentences,
      ...range(K).flatMap((c) => [row.totals.tagged[c], rounded(own.shares[c]), rounded(ends?.[c][0]), rounded(ends?.[c][1])])];
  });
  saveCsv("cuoshi-table", head, rows);
}

// The sentences that are listed beside the table.
function saveSentences(rows) {
  const head = ["sentence_id", "county", "county_code", "province", "year", "genre", "title", "heading_path", "paragraph", "text", "categories", "status", "p"];
  saveCsv("cuoshi-sentences", head, rows.map((row) => {
    const report = row[S_REPORT];
    const [, code, province] = D.counties[R.county[report]];
    const given = CATEGORIES.filter((_, c) => strength(row, c) >= 0).map(({ id }) => id).join(";");
    return [`${R.id[report]}-${row[S_POSITION]}`, countyNames[R.county[report]], code, province, R.year[report] < 0 ? "" : D.years[R.year[report]], D.genres[R.genre[report]], R.title[report],
      row[S_SECTION], row[S_PARAGRAPH] + 1, row[S_TEXT], given, row[S_STATUS] < 0 ? "" : STATUSES[row[S_STATUS]].id, strength(row, drill.category)];
  }));
}
