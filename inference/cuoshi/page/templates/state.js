// What the reader chose stands in the address, so that a link shows the same.
const CONTROLS = {
  province: "filter-province", year: "filter-year", genre: "filter-genre", status: "filter-status", group: "filter-group", sort: "heatmap-sort", find: "heatmap-find",
  grouped: "heatmap-group", panel: "panel-show", map: "place-show", bounds: "place-bounds", rest: "trend-rest", own: "trend-own", within: "compare-county",
};
const state = { usual: {}, section: "", written: "" };

function controlText(node) {
  if (node.type === "checkbox") return node.checked ? "1" : "0";
  return node.tagName === "SELECT" ? (node.selectedOptions[0]?.textContent ?? "") : node.value;
}

function setControl(node, text) {
  if (node.type === "checkbox") node.checked = text === "1";
  else if (node.tagName !== "SELECT") node.value = text;
  else node.value = [...node.options].find((option) => option.textContent === text)?.value ?? node.value;
}

const radioOf = (name) => document.querySelector(`input[name=${name}]:checked`).value;

function stateNow() {
  const controls = Object.entries(CONTROLS).filter(([, id]) => $(id)).map(([name, id]) => [name, controlText($(id))]);
  const compared = ["compare-left", "compare-right"].map((id) => controlText($(id)));
  return Object.fromEntries([...controls, ["basis", basis.corrected ? "corrected" : "counted"], ["down", heat.down ? "1" : "0"],
    ["view", radioOf("view")], ["compare", radioOf("compare")], ["left", compared[0]], ["right", compared[1]],
    ["lines", trend.picked.map((key) => (typeof key === "number" ? keyOf(key) : key)).join("、")], ["at", place.province ?? "-"], ["groups", writeGroups()]]);
}

function keepState() {
  const now = stateNow();
  const changed = Object.entries(now).filter(([name, text]) => text !== state.usual[name]);
  const query = new URLSearchParams(changed).toString();
  state.written = `#${state.section}${query ? `?${query}` : ""}`;
  if (location.hash !== state.written && (location.hash || query || state.section)) history.replaceState(null, "", state.written || "#");
}

function applyState(given) {
  useGroups(given.groups);
  $("own-text").value = given.groups;
  for (const [name, id] of Object.entries(CONTROLS)) if ($(id) && given[name] !== undefined) setControl($(id), given[name]);
  for (const name of Object.keys(filters)) filters[name] = $(`filter-${name}`)?.value ?? "";
  basis.corrected = Boolean($("basis")) && given.basis === "corrected";
  for (const name of ["view", "compare"]) {
    const radio = document.querySelector(`input[name=${name}][value="${CSS.escape(given[name])}"]`);
    if (radio) radio.checked = true;
  }
  Object.assign(heat, { view: radioOf("view"), sort: $("heatmap-sort").value, down: given.down === "1" });
  Object.assign(compare, { mode: radioOf("compare"), wanted: ["left", "right"].map((side) => (given[side] === state.usual[side] ? null : given[side])) });
  trend.picked = [];
  if (given.lines) for (const name of given.lines.split("、")) pick(name);
  place.province = given.at === "-" ? null : given.at;
}

function readState() {
  const [section, query] = location.hash.slice(1).split("?");
  state.section = decodeURIComponent(section);
  applyState({ ...state.usual, ...Object.fromEntries(new URLSearchParams(query || "")) });
}

const showSection = () => { if (state.section) $(state.section)?.scrollIntoView({ behavior: "instant" }); };

// Call when everything has been drawn as it is without an address.
function startState() {
  state.usual = stateNow();
  history.scrollRestoration = "manual"; // the address says which section is in view, also after a reload
  window.addEventListener("hashchange", () => {
    if (location.hash === state.written) return;
    if (location.hash.includes("?")) { readState(); drawAll(); } else { state.section = location.hash.slice(1); keepState(); }
  });
}
