// Where: provinces as tiles, which open to their counties in the order of codes, or the boundaries that the reader gave.
const place = { cells: [], province: null };
const TILE_COLUMNS = 8;

const placeCategory = () => Number($("place-show").value);

function placeCell(label, reports) {
  const totals = total(reports);
  return { label, reports, totals, shown: reports.length ? shown(reports, totals) : null };
}

function placeValue(cell) {
  return cell.shown ? cell.shown.shares[placeCategory()] : null;
}

function tile(cell, name, scale, props) {
  const number = place.cells.push(cell) - 1;
  const value = placeValue(cell);
  return el("button", { type: "button", "data-row": number, class: `tile ${value === null ? "none" : stepClass(value, scale)}`, disabled: value === null, ...props },
    el("bdi", {}, name), el("b", {}, value === null ? "" : `${decimal(value * 100)}`));
}

// Provinces that have no place in the grid stand below it.
function provinceTiles(byProvince) {
  const own = D.counties.map((county) => county[C_PROVINCE]).filter((name) => byProvince.has(name));
  const names = [...new Set([...Object.keys(D.tiles), ...own])];
  const cells = names.map((name) => [name, placeCell(provinceName(name), byProvince.get(name) || [])]);
  const scale = scaleOf(cells.map(([, cell]) => placeValue(cell)).filter((value) => value !== null));
  const lowest = Math.max(...Object.values(D.tiles).map(([, y]) => y));
  let next = 0;
  const onGrid = cells.some(([name, cell]) => D.tiles[name] && cell.reports.length);
  const grid = el("div", { class: "tiles provinces" }, ...cells.filter(([name]) => onGrid || !D.tiles[name]).map(([name, cell]) => {
    const [x, y] = D.tiles[name] || [next % TILE_COLUMNS, lowest + 1 + Math.floor(next++ / TILE_COLUMNS)];
    const node = tile(cell, D.named.provinces[name] || provinceName(name), scale, { "data-province": name });
    node.style.gridColumn = x + 1;
    node.style.gridRow = onGrid ? y + 1 : y - lowest;
    return node;
  }));
  return { scale, nodes: [grid] };
}

function countyTiles(reports) {
  const cells = [...groupBy(reports, (r) => R.county[r])].sort((a, b) => inOrder(a[0], b[0])).map(([county, own]) => [county, placeCell(countyNames[county], own)]);
  const scale = scaleOf(cells.map(([, cell]) => placeValue(cell)));
  const cities = groupBy(cells, ([county]) => D.counties[county][C_CITY]);
  const nodes = [...cities].map(([city, own]) => el("div", { class: "city" }, ...(cities.size > 1 || city ? [el("h3", {}, el("bdi", {}, city || T.no_city))] : []),
    el("div", { class: "tiles" }, ...own.map(([county, cell]) => tile(cell, D.counties[county][C_NAME] || T.unknown_county, scale, {})))));
  return { scale, nodes };
}

function boundaryShapes(reports) {
  const byCounty = groupBy(reports, (r) => R.county[r]);
  const cells = D.boundaries.shapes.map(([path, name, counties]) => [path, placeCell(name, counties.flatMap((county) => byCounty.get(county) || []))]);
  const scale = scaleOf(cells.map(([, cell]) => placeValue(cell)).filter((value) => value !== null));
  const shapes = cells.map(([path, cell]) => {
    const value = placeValue(cell);
    const said = `${cell.label} ${value === null ? T.no_report : percent(value)}`;
    return svg("path", { d: path, class: value === null ? "none" : stepClass(value, scale), "data-row": place.cells.push(cell) - 1,
      tabindex: value === null ? null : 0, role: "img", "aria-label": said });
  });
  return { scale, nodes: [svg("svg", { class: "boundaries", viewBox: `0 0 ${D.boundaries.width} ${D.boundaries.height}` }, ...shapes)] };
}

function drawPlace() {
  hideTooltip();
  place.cells = [];
  const reports = chosenReports();
  const byProvince = groupBy(reports, (r) => provinceOf(R.county[r]));
  const bounds = D.boundaries && $("place-bounds").checked;
  const province = byProvince.size === 1 ? [...byProvince.keys()][0] : byProvince.has(place.province) ? place.province : null;
  const inside = !bounds && province !== null;
  const { scale, nodes } = bounds ? boundaryShapes(reports) : inside ? countyTiles(byProvince.get(province)) : provinceTiles(byProvince);
  $("place-back").hidden = !inside || byProvince.size < 2;
  $("place-where").textContent = inside ? provinceName(province) : "";
  $("place-box").replaceChildren(...nodes);
  $("place-legend").replaceChildren(el("span", { class: "legend-title" }, `${CATEGORIES[placeCategory()].name} · ${T.legend_share}`),
    el("span", { class: "steps" }, swatch("none", T.no_report_short), ...stepSwatches(scale)));
}

function enterProvince(name) {
  place.province = name;
  drawPlace();
  keepState();
  (name === null ? $("place-show") : $("place-back")).focus({ preventScroll: true });
}

function placeTold(node) {
  const cell = place.cells[node.dataset.row], c = placeCategory();
  if (!cell.reports.length) return showTooltip(node, cell.label, [T.no_report]);
  const ends = (cell.ends ??= intervals(cell.reports));
  const counties = countCounties([...groupBy(cell.reports, (r) => R.county[r]).keys()]);
  const inside = node.dataset.province !== undefined;
  const alike = cell.reports.length === Math.max(cell.totals.above, cell.totals.unknown); // else the totals say what they hold
  return showTooltip(node, `${cell.label} · ${CATEGORIES[c].name}`, [...correctedLines(cell.shown.corrected, c), ...totalsLines(cell.totals, c, ends && ends[c]),
    fill(T.counties_n, { n: count(counties) }), ...(inside && alike ? heldWords(cell.totals) : []), inside ? T.enter_hint : T.open_hint]);
}

function startPlace() {
  for (const id of ["place-show", "place-bounds"]) $(id)?.addEventListener("change", () => { drawPlace(); keepState(); });
  $("place-back").addEventListener("click", () => enterProvince(null));
  startGrid($("place-box"), placeTold, (node) => {
    const { label, reports } = place.cells[node.dataset.row];
    hideTooltip();
    if (node.dataset.province !== undefined) enterProvince(node.dataset.province);
    else if (reports.length) openDrill(label, reports, placeCategory(), node);
  });
}
