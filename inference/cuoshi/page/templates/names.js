// What places are called, and which of them a name, an earlier or a short name or a code means.
// Places are numbered by their codes, those without one last in their province by their names: the order of every list.
const inOrder = (a, b) => a - b;
const collator = new Intl.Collator("zh-Hans-CN", { numeric: true }); // names are Chinese in either language

// A place's name, told apart by its province, city or code where several share it.
const countyNames = (() => {
  const seen = new Map();
  for (const [name] of D.counties) seen.set(name, (seen.get(name) || 0) + 1);
  const used = new Set();
  return D.counties.map(([name, code, province, city, kind]) => {
    const where = [province, city === name ? "" : city].filter(Boolean).join(" ") || code;
    let label = kind === "above" ? fill(T.own_report, { name }) : name || T.unknown_county;
    if ((seen.get(name) > 1 || !name) && kind !== "above" && where) label += `（${where}）`;
    if (used.has(label) && code) label += ` ${code}`;
    used.add(label);
    return label;
  });
})();
const kindOf = (county) => D.counties[county][C_KIND];
const isCounty = (county) => kindOf(county) === "county";
const countCounties = (counties) => counties.filter(isCounty).length;

const plain = (text) => text.normalize("NFKC").replace(/[\s·()]/g, "");
const byName = (() => {
  const own = new Map(), other = new Map();
  const put = (map, name, county) => { if (name) map.set(plain(name), [...(map.get(plain(name)) || []), county]); };
  for (const [county, [name, code, province, city, kind, aliases]] of D.counties.entries()) {
    if (kind === "unknown") continue;
    for (const called of new Set([countyNames[county], code, name, province + name, province + city + name, city + name])) put(own, called, county);
    for (const called of aliases) for (const before of ["", province, city, province + city]) put(other, before + called, county);
  }
  return [own, other];
})();

// The places that a name means: by what they are called now, else by what else they are called. None or several are no answer.
function findCounties(text) {
  const wanted = plain(text);
  const found = byName.map((names) => [...new Set(names.get(wanted) || [])]).find((counties) => counties.length);
  return found || [];
}

// Names in a text that was pasted: parted by commas, breaks or blanks, but first the text as a whole.
function namesIn(text) {
  if (!text.trim() || findCounties(text).length) return [text.trim()].filter(Boolean);
  return text.split(/[、,，;；\n\t]+/).flatMap((part) => (findCounties(part).length ? [part] : part.split(/\s+/))).map((part) => part.trim()).filter(Boolean);
}

// Those of a list of names that mean one place each, and what is wrong with the others.
function countiesIn(names) {
  const found = [], problems = [];
  for (const name of names) {
    const counties = findCounties(name);
    if (counties.length === 1) found.push(counties[0]);
    else if (!counties.length) problems.push(fill(T.unknown_name, { name }));
    else problems.push(fill(T.several_named, { name, names: counties.map((county) => `${countyNames[county]} ${D.counties[county][C_CODE]}`).join(T.list) }));
  }
  return { found: [...new Set(found)], problems };
}

// Whether a place is one that is looked for: part of a name is enough, or one of several names.
function matcher(text) {
  const parts = namesIn(text);
  if (!parts.length) return () => true;
  const meant = new Set(parts.flatMap(findCounties));
  const loose = parts.filter((part) => !findCounties(part).length).map((part) => plain(part).toLowerCase());
  const texts = (county) => plain([countyNames[county], D.counties[county][C_CODE], ...D.counties[county][C_ALIASES]].join("\t")).toLowerCase();
  return (county) => meant.has(county) || loose.some((part) => texts(county).includes(part));
}
