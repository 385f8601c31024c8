// The characters that spoke for a category, widened to what is read as one: a number with its decimals, a name in quotation marks.
const WHOLE = /\d+(?:[.,]\d+)*%?|(?<=“)[^“”]{1,12}(?=”)|(?<=《)[^《》]{1,24}(?=》)/gu;

// Evidence counts code points, JavaScript strings do not: walk the text by code point.
function litCharacters(row, category) {
  const lit = new Uint8Array(Array.from(row[S_TEXT]).length);
  for (let i = 0; i < row[S_EVIDENCE].length; i += 3) {
    if (row[S_EVIDENCE][i] === category) lit.fill(1, row[S_EVIDENCE][i + 1], row[S_EVIDENCE][i + 2]);
  }
  for (const { index, 0: whole } of row[S_TEXT].matchAll(WHOLE)) {
    const start = Array.from(row[S_TEXT].slice(0, index)).length, end = start + Array.from(whole).length;
    if (lit.subarray(start, end).includes(1)) lit.fill(1, start, end);
  }
  return lit;
}

function highlighted(row, category) {
  const characters = Array.from(row[S_TEXT]);
  const lit = litCharacters(row, category);
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
