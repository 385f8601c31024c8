// Files: the columns of cuoshi.coding.forms.coded_columns, UTF-8 with BOM so that Excel reads it.
const FORMULA = /^[=+\-@\t\r]/; // what Excel would run; saved with an apostrophe before it
const guarded = (text) => (FORMULA.test(text) ? `'${text}` : text);
const unguarded = (text) => (text[0] === "'" && FORMULA.test(text.slice(1)) ? text.slice(1) : text);
const cell = (value) => (/[",\r\n]/.test(value) ? `"${String(value).replaceAll('"', '""')}"` : String(value));

function row(item, i) {
  const one = answer(i);
  const labels = categories.map(({ id }) => (one.done ? Number(one.labels.includes(id)) : ""));
  return [item.id, ...labels, one.done ? one.status : "", Number(one.unsure), guarded(one.note),
    one.seconds < 0.05 ? "" : one.seconds.toFixed(1), guarded(coder)];
}

function save() {
  edit({});
  const text = [columns, ...items.map(row)].map((cells) => cells.map(cell).join(",")).join("\r\n");
  const file = `coded-${coder.replace(/[\\/:*?"<>|\s]+/g, "_")}.csv`;
  const url = URL.createObjectURL(new Blob(["\ufeff", text, "\r\n"], { type: "text/csv" }));
  el("a", { href: url, download: file }).click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
  const done = items.filter((_, i) => answer(i).done).length;
  say(fill(t.saved, { file, done, open: items.length - done }));
}

function parse(text) {
  const rows = [];
  let cells = [], line = 1;
  for (const [whole, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g)) {
    cells.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === ",") continue;
    if (cells.length > 1 || cells[0]) rows.push({ line, cells });
    line += whole.split("\n").length - 1;
    cells = [];
    if (!end) break;
  }
  return rows;
}

// What a file says, by sentence. Throws one line where it is not such a file.
function readCoded(text, file) {
  const refuse = (pattern, values) => { throw new Error(fill(pattern, { file, ...values })); };
  const [head, ...rows] = parse(text);
  if (!head || head.cells.join() !== columns.join()) refuse(t.bad_columns, { columns: columns.join(",") });
  if (!rows.length) refuse(t.bad_rows, {});
  const known = new Set(items.map(({ id }) => id));
  const found = new Map();
  const names = new Set();
  for (const { line, cells } of rows) {
    const given = Object.fromEntries(columns.map((name, i) => [name, cells[i] ?? ""]));
    const id = given.sentence_id;
    if (!known.has(id)) refuse(t.bad_sentence, { line, value: id });
    if (found.has(id)) refuse(t.twice, { line, value: id });
    const wrong = columns.find((name) => !allowed(name, given[name]));
    if (wrong) refuse(t.bad_value, { line, column: wrong, value: given[wrong] });
    found.set(id, coded(given));
    if (given.coder) names.add(unguarded(given.coder));
  }
  return { found, names };
}

function allowed(name, value) {
  if (name === "unsure" || categories.some(({ id }) => id === name)) return ["", "0", "1"].includes(value);
  if (name === "status") return value === "" || statuses.some(({ id }) => id === value);
  return name !== "seconds" || (Number(value) >= 0 && Number.isFinite(Number(value)));
}

function coded(given) {
  const filled = categories.some(({ id }) => given[id] !== "");
  const labels = categories.map(({ id }) => id).filter((id) => given[id] === "1");
  const none = filled && !labels.length;
  const done = none || (filled && (!statuses.length || given.status !== ""));
  return { labels, none, status: none ? "" : given.status, unsure: given.unsure === "1", note: unguarded(given.note), seconds: Number(given.seconds), done };
}

const sameAnswer = (one, other) =>
  one.status === other.status && one.labels.length === other.labels.length && one.labels.every((id) => other.labels.includes(id));

// Sentences coded here stay as they are; the file fills the others.
function take({ found, names }, file) {
  const name = coder || [...names][0] || $("name").value.trim();
  if (!name) throw new Error(t.need_name);
  const other = [...names].find((one) => one !== name);
  if (other !== undefined) throw new Error(fill(t.bad_coder, { file, value: other, coder: name }));
  if (!coder) begin(name);
  const fresh = [...found].filter(([id, one]) => one.done && !answerOf(id).done);
  const notes = [...found].filter(([id, one]) => !one.done && (one.note || one.unsure) && !Object.hasOwn(answers, id));
  const kept = [...found].filter(([id, one]) => one.done && answerOf(id).done && !sameAnswer(one, answerOf(id)));
  keep(Object.fromEntries([...fresh, ...notes]));
  past = [];
  show(firstOpen());
  say(fill(t.loaded, { n: fresh.length }) + (kept.length ? ` ${fill(t.kept, { n: kept.length })}` : ""));
}

async function load(file) {
  const tell = (text) => { $(coder ? "message" : "welcome-message").textContent = text; };
  let text;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(await file.arrayBuffer()); // takes the BOM away
  } catch {
    return tell(fill(t.bad_encoding, { file: file.name }));
  }
  try {
    take(readCoded(text, file.name), file.name);
  } catch (error) {
    tell(error.message);
  }
}
