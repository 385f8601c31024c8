// The reader's own groups of counties, pasted as a list.
let ownGroups = []; // { name, members: Set of counties }

// A county a line; “group: county, county”; a group's name with a colon above its counties; or a county, a tab and its group.
function readGroups(text) {
  const groups = new Map(), problems = [];
  let current = T.own_group;
  const add = (name, names) => {
    const { found, problems: wrong } = countiesIn(names);
    problems.push(...wrong);
    if (!groups.has(name)) groups.set(name, new Set());
    for (const county of found) groups.get(name).add(county);
  };
  for (const line of text.split(/\r?\n/)) {
    const cells = line.split("\t").map((cell) => cell.trim());
    const [, head, rest] = line.match(/^\s*([^:：]*?)\s*[:：]\s*(.*)$/) || [];
    if (cells.length > 1 && cells[1]) add(cells[1], [cells[0]]);
    else if (head !== undefined) { current = head || T.own_group; if (rest) add(current, namesIn(rest)); }
    else if (line.trim()) add(current, namesIn(line));
  }
  return { groups: [...groups].filter(([, members]) => members.size).map(([name, members]) => ({ name, members })), problems };
}

// As it is kept in the address: codes, names where there are none.
const keyOf = (county) => D.counties[county][C_CODE] || countyNames[county];
const writeGroups = () => ownGroups.map(({ name, members }) => `${name}：${[...members].map(keyOf).join("、")}`).join("\n");

function useGroups(text) {
  const { groups, problems } = readGroups(text);
  ownGroups = groups;
  filters.group = "";
  $("filter-group").replaceChildren(el("option", { value: "" }, T.every), ...ownGroups.map(({ name, members }, i) => el("option", { value: i }, `${name} (${members.size})`)));
  $("filter-group").parentElement.hidden = !ownGroups.length;
  trend.picked = trend.picked.filter((key) => typeof key === "number").concat(ownGroups.map(({ name }) => name));
  const told = ownGroups.length ? [fill(T.groups_read, { n: ownGroups.length, counties: sum(ownGroups.map(({ members }) => members.size)) })] : [];
  $("own-status").textContent = [...told, ...problems].join(T.joiner);
}

function startGroups() {
  $("own-apply").addEventListener("click", () => { useGroups($("own-text").value); drawAll(); });
  $("own-clear").addEventListener("click", () => { $("own-text").value = ""; useGroups(""); drawAll(); });
}
