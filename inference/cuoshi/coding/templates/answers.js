// What a coder says of the sentences, kept in the browser, and how it changes.
const data = JSON.parse($("data").textContent);
const { sample, columns, categories, statuses, items, words: t } = data;
const IDLE_SECONDS = 120; // more between two actions is a pause, not work
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
