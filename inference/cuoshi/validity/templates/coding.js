const data = JSON.parse($("data").textContent);
const { sample, columns, categories, statuses, items, words: t } = data;
const IDLE_SECONDS = 120; // more between two actions is a pause, not work
const FORMULA = /^[=+\-@\t\r]/; // what Excel would run; saved with an apostrophe before it
const nothing = () => ({ labels: [], none: false, status: "", unsure: false, note: "", seconds: 0, done: false });

let coder = "", at = 0, past = [], since = null;
let answers = {};

// Answers: an entry of the browser's store a sample, coder and sentence, written after every change, so that two windows
// of one coder cannot overwrite each other's sentences.
const place = (name, id) => JSON.stringify(["cuoshi", sample, name, id]);
const answerOf = (id) => (Object.hasOwn(answers, id) ? answers[id] : nothing());
const answer = (i = at) => answerOf(items[i].id);
const say = (text) => { $("message").textContent = text; };

function stored(name) {
  try {
    const entries = items.map(({ id }) => [id, JSON.parse(localStorage.getItem(place(name, id)))]);
    return Object.fromEntries(entries.filter(([, one]) => one));
  } catch {
    return {};
  }
}

function keep(changed) {
  answers = { ...answers, ...changed };
  try {
    for (const [id, one] of Object.entries(changed)) localStorage.setItem(place(coder, id), JSON.stringify(one));
  } catch {
    say(t.not_kept);
  }
}

// Time a sentence: from action to action while the page is seen.
function spent() {
  const now = performance.now();
  const seconds = since === null ? 0 : Math.min((now - since) / 1000, IDLE_SECONDS);
  since = document.hidden ? null : now;
  return seconds;
}

function edit(values) {
  const old = answer();
  keep({ [items[at].id]: { ...old, ...values, seconds: old.seconds + spent() } });
}

// A change of the answer; it counts as given only when the coder goes on.
function change(values) {
  past.push({ at, old: answer() });
  say("");
  edit(values);
  draw();
}

function toggle(id) {
  const { labels } = answer();
  change({ none: false, done: false, labels: labels.includes(id) ? labels.filter((one) => one !== id) : [...labels, id] });
}

function choose(id) {
  change({ none: false, done: false, status: answer().status === id ? "" : id });
}

function chooseNone() {
  change({ none: !answer().none, done: false, labels: [], status: "" });
}

function next() {
  const { labels, none, status } = answer();
  if (!none && !labels.length) return say(t.choose);
  if (!none && statuses.length && !status) return say(t.choose_status);
  change({ done: true });
  const open = range(items.length).map((i) => (at + 1 + i) % items.length).find((i) => !answer(i).done);
  if (open !== undefined) show(open);
}

function undo() {
  const last = past.pop();
  if (!last && at === 0) return say(t.nothing_to_undo);
  if (last) {
    spent();
    const { seconds, note } = answer(last.at); // what was written and how long it took stay true
    keep({ [items[last.at].id]: { ...last.old, seconds, note } });
  }
  show(last ? last.at : at - 1);
}

function show(i) {
  if (i < 0 || i >= items.length) return;
  if (i !== at) edit({}); // its time
  at = i;
  say("");
  drawSentence();
  draw();
  window.scrollTo(0, 0);
}

// Drawing
const mark = (node, on) => node.setAttribute("aria-pressed", String(Boolean(on)));
const key = (name) => el("kbd", {}, name);

function button(label, press) {
  return el("button", { type: "button", "data-id": label.id, title: label.meaning, "aria-pressed": "false", onclick: () => press(label.id) },
    key(label.key), el("span", {}, label.name), el("small", {}));
}

function drawSentence() {
  const item = items[at];
  for (const part of ["county", "title", "before", "text", "after"]) $(part).textContent = item[part];
  $("headings").replaceChildren(el("bdi", {}, item.heading_path));
  $("year").textContent = item.year === null ? "" : fill(t.year, { n: item.year });
  for (const node of $("categories").children) {
    const p = item.p && item.p[node.dataset.id];
    node.querySelector("small").textContent = p === undefined ? "" : percent(p, 0);
    if (p !== undefined) node.querySelector("small").title = t.model;
  }
  $("filter").value = "";
  filterCategories();
}

function draw() {
  const { labels, none, status, unsure, note, done } = answer();
  for (const node of $("categories").children) mark(node, labels.includes(node.dataset.id));
  for (const node of $("statuses").children) mark(node, node.dataset.id === status);
  mark($("none"), none);
  mark($("unsure"), unsure);
  if ($("note").value !== note) $("note").value = note;
  $("position").textContent = fill(t.position, { n: at + 1 }) + (done ? ` (${t.answered})` : "");
  const times = items.map((item, i) => answer(i)).filter((one) => one.done).map((one) => one.seconds);
  const open = items.length - times.length;
  $("progress").value = times.length;
  $("done").textContent = fill(t.progress, { done: times.length, total: items.length });
  $("left").textContent = times.length > 2 && open ? timeLeft(times, open) : "";
  $("finished").hidden = open > 0;
}

// By the median, which one long pause does not move.
function timeLeft(times, open) {
  const known = times.filter((seconds) => seconds > 0).sort((a, b) => a - b); // a file coded in Excel has no times
  if (!known.length) return "";
  const minutes = Math.round((known[known.length >> 1] * open) / 60);
  return minutes ? fill(t.left, { n: minutes }) : t.almost;
}

function filterCategories() {
  const wanted = $("filter").value.trim().toLowerCase();
  categories.forEach(({ id, zh, en }, i) => {
    $("categories").children[i].hidden = ![id, zh, en].some((name) => name.toLowerCase().includes(wanted));
  });
}

function pickFiltered() {
  const wanted = $("filter").value.trim().toLowerCase();
  const shown = [...$("categories").children].filter((node) => !node.hidden);
  const picked = shown.find((node) => node.dataset.id === wanted) || shown[0];
  if (wanted && picked) toggle(picked.dataset.id);
  leaveFilter();
}

function leaveFilter() {
  $("filter").value = "";
  filterCategories();
  $("filter").blur();
}

// The codebook: what holds the words stays, with the heading above it.
function search() {
  const wanted = $("find").value.trim().toLowerCase();
  let heading = null, found = 0;
  for (const node of $("rules").querySelectorAll("h1, h2, h3, h4, h5, h6, p, li, thead, tbody tr, pre")) {
    if (/^H\d$/.test(node.tagName)) heading = node;
    const hit = node.textContent.toLowerCase().includes(wanted);
    node.hidden = !hit;
    if (!hit) continue;
    found += 1;
    for (let above = node.parentElement; above.id !== "rules"; above = above.parentElement) above.hidden = false;
    if (heading) heading.hidden = false;
  }
  $("nothing").hidden = found > 0;
}

// Files: the columns of cuoshi.validity.coding.coded_columns, UTF-8 with BOM so that Excel reads it.
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

// Coming and going
const firstOpen = () => Math.max(0, items.findIndex((_, i) => !answer(i).done));

function begin(name) {
  coder = name;
  answers = stored(coder);
  past = [];
  since = performance.now();
  try {
    localStorage.setItem(place("", ""), coder);
  } catch {
    say(t.not_kept);
  }
  document.activeElement.blur(); // a hidden field keeps the keyboard until the next frame, and would swallow a key
  $("coder").textContent = coder;
  $("welcome").hidden = true;
  $("desk").hidden = false;
  at = firstOpen();
  show(at);
}

function welcome() {
  if (coder) edit({});
  coder = "";
  try {
    $("name").value = localStorage.getItem(place("", "")) || "";
  } catch {
    $("welcome-message").textContent = t.not_kept;
  }
  $("desk").hidden = true;
  $("welcome").hidden = false;
  $("name").focus();
  $("name").select();
}

// Keys
const focusOn = (id) => { $(id).focus(); $(id).select(); };
const commands = new Map([
  ...categories.map(({ key: name, id }) => [name, () => toggle(id)]),
  ...statuses.map(({ key: name, id }) => [name, () => choose(id)]),
  ["0", chooseNone], ["u", undo], ["?", () => change({ unsure: !answer().unsure })], ["n", () => focusOn("note")],
  ["c", () => focusOn("find")], ["/", () => focusOn($("filter").hidden ? "find" : "filter")], ["Enter", next],
  ["ArrowLeft", () => show(at - 1)], ["ArrowRight", () => show(at + 1)],
]);

// The key of an event as on an English keyboard, also while a Chinese input method is on.
function keyOf(event) {
  if (/^[!-~]+$/.test(event.key) && event.key !== "Process") return event.key;
  const [, name] = /^(?:Key|Digit|Numpad)([A-Z0-9])$/.exec(event.code) || [];
  if (name) return event.shiftKey ? name : name.toLowerCase();
  if (event.code === "Slash") return event.shiftKey ? "?" : "/";
  return event.key;
}

function typed(event) {
  const node = event.target;
  if (event.isComposing || node.type === "file") return;
  if (event.key === "Escape" || (event.key === "Enter" && node.id !== "filter")) node.blur();
  else if (event.key === "Enter") pickFiltered();
  else return;
  if (event.key === "Escape" && node.id === "filter") leaveFilter();
  event.preventDefault();
}

function pressed(event) {
  if (!coder || event.defaultPrevented) return;
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") {
    event.preventDefault();
    return save();
  }
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.tagName === "INPUT") return typed(event);
  const name = keyOf(event);
  if (name === "Enter" && (event.target.tagName === "BUTTON" || event.repeat)) return;
  const command = commands.get(name) || commands.get(name.toLowerCase());
  if (!command) return;
  event.preventDefault();
  command();
}

$("categories").append(...categories.map((label) => button(label, toggle)));
$("statuses").append(...statuses.map((label) => button(label, choose)));
$("filter").hidden = categories.length < 10;
$("filter").addEventListener("input", filterCategories);
$("find").addEventListener("input", search);
$("note").addEventListener("input", () => edit({ note: $("note").value }));
for (const [id, press] of [["none", chooseNone], ["next", next], ["undo", undo], ["save", save], ["change", welcome]]) {
  $(id).addEventListener("click", press);
}
$("unsure").addEventListener("click", () => change({ unsure: !answer().unsure }));
for (const id of ["load", "welcome-load"]) $(id).addEventListener("click", () => $("file").click());
$("file").addEventListener("change", () => {
  if ($("file").files.length) load($("file").files[0]);
  $("file").value = "";
});
$("welcome").addEventListener("submit", (event) => {
  event.preventDefault();
  const name = $("name").value.trim();
  if (name) begin(name);
  else $("welcome-message").textContent = t.need_name;
});
document.addEventListener("keydown", pressed);
// A button pressed by mouse or finger gives the keyboard back to the page, so that Enter goes on.
document.addEventListener("click", (event) => { if (event.detail && event.target.closest("button")) document.activeElement.blur(); });
document.addEventListener("visibilitychange", () => { if (coder) edit({}); });
window.addEventListener("storage", () => {
  if (!coder) return;
  answers = { ...answers, ...stored(coder) };
  draw();
});
welcome();
document.body.dataset.ready = "yes";
