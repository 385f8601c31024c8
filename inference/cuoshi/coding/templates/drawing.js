// What is seen: the sentence, its answer, how far the coder is; the codebook and its search.
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
