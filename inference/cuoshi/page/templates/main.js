// Filters that the whole page shares, and the order in which its parts are drawn.
function drawAll() {
  $("filter-reset").hidden = !Object.values(filters).some(Boolean);
  drawHeatmap();
  // The rest lies below the first screen: let the browser paint what is seen before it.
  clearTimeout(drawAll.later);
  drawAll.later = setTimeout(() => { drawTrend(); drawBreadth(); drawCompare(); document.body.dataset.ready = "yes"; }, 0);
}

function startFilters() {
  const provinces = [...new Set(D.counties.map((county) => county[2]))].sort((a, b) => collator.compare(a || "￿", b || "￿"));
  $("filter-province").append(...provinces.map((name) => el("option", { value: `=${name}` }, provinceName(name))));
  $("filter-year").append(...D.years.map((year, i) => el("option", { value: i }, year)));
  if (R.year.includes(-1)) $("filter-year").append(el("option", { value: -1 }, T.unknown_year));
  $("filter-genre").append(...D.genres.map((genre, i) => el("option", { value: i }, genre || T.unknown_genre)));
  for (const name of Object.keys(filters)) {
    $(`filter-${name}`).addEventListener("change", (event) => { filters[name] = event.target.value; drawAll(); });
  }
  $("filter-reset").addEventListener("click", () => {
    for (const name of Object.keys(filters)) { filters[name] = ""; $(`filter-${name}`).value = ""; }
    drawAll();
    $("filter-province").focus();
  });
}

startFilters();
startValidity();
startHeatmap();
startTrend();
startCompare();
startDrill();
drawAll();
