// The text that the page carries: compressed pieces of some reports each, opened when they are asked for.
const [S_REPORT, S_SECTION, S_PARAGRAPH, S_POSITION, S_STATUS, S_STRENGTHS, S_EVIDENCE, S_TEXT] = range(8);
const texts = { packed: null, opened: new Map() };

async function inflated(base64) {
  const packed = atob(base64);
  const bytes = new Uint8Array(packed.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = packed.charCodeAt(i);
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"))).text();
}

// By its number each report of a piece: its rows, and whether they are all that it has.
async function openPiece(number) {
  texts.packed ??= JSON.parse($("sentences").textContent);
  const { sections, reports } = JSON.parse(await inflated(texts.packed[number]));
  return new Map(reports.map(([report, whole, rows]) =>
    [report, { whole: Boolean(whole), rows: rows.map(([section, ...rest]) => [report, sections[section], ...rest]) }]));
}

function pieceOf(report) {
  const number = D.pieces.findLastIndex((first) => first <= report);
  if (number < 0) return Promise.resolve(new Map());
  if (!texts.opened.has(number)) texts.opened.set(number, openPiece(number));
  return texts.opened.get(number);
}

async function textOf(report) {
  return (await pieceOf(report)).get(report) || { whole: false, rows: [] };
}

function strength(row, category) {
  const list = row[S_STRENGTHS];
  for (let i = 0; i < list.length; i += 2) if (list[i] === category) return list[i + 1] / 1000;
  return -1;
}

// The sentences of a category that pass the filter by status, strongest first.
async function sentencesOf(reports, category) {
  const found = await Promise.all(reports.map(textOf));
  const status = filters.status === "" ? null : Number(filters.status);
  return found.flatMap(({ rows }) => rows).filter((row) => strength(row, category) >= 0 && (status === null || row[S_STATUS] === status))
    .sort((a, b) => strength(b, category) - strength(a, category) || a[S_REPORT] - b[S_REPORT] || a[S_POSITION] - b[S_POSITION]);
}
