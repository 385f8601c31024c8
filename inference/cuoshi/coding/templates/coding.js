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
