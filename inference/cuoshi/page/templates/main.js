// Filters that the whole page shares, and the order in which its parts are drawn.
function drawAll() {
  useStatus();
  showBasis();
  busy(document.querySelector("main"), true);
  $("filter-reset").hidden = !Object.values(filters).some(Boolean);
  const stay = held();
  drawHeatmap();
  stay();
  // The rest lies below the first screen: let the browser paint what is seen before it.
  clearTimeout(drawAll.later);
  drawAll.later = setTimeout(() => {
    const there = held(); // anew: the reader may have scrolled meanwhile
    for (const draw of [drawPlace, drawPanel, drawTrend, drawBreadth, drawCompare]) draw();
    there();
    markWide();
    if (document.body.dataset.ready) keepState();
    document.body.dataset.ready = "yes";
    busy(document.querySelector("main"), false);
  }, 0);
}

// What the reader looks at stays where it is, however much the parts above it grow or shrink.
function held() {
  const seen = [...document.querySelectorAll("main > section")].find((section) => section.getBoundingClientRect().bottom > window.innerHeight / 3);
  const top = seen?.getBoundingClientRect().top;
  return () => { if (seen && document.body.dataset.ready) window.scrollBy({ top: seen.getBoundingClientRect().top - top, behavior: "instant" }); };
}

// A table that goes on beyond its frame fades out there.
function markWide() {
  for (const box of document.querySelectorAll(".scroll")) box.classList.toggle("goes-on", box.scrollWidth - box.clientWidth - box.scrollLeft > 2);
}

function startFilters() {
  const provinces = [...new Set(D.counties.map((county) => county[C_PROVINCE]))];
  $("filter-province").append(...provinces.map((name) => el("option", { value: `=${name}` }, provinceName(name))));
  $("filter-year").append(...D.years.map((year, i) => el("option", { value: i }, year)));
  if (R.year.includes(-1)) $("filter-year").append(el("option", { value: -1 }, T.unknown_year));
  $("filter-genre").append(...D.genres.map((_, i) => el("option", { value: i }, genreName(i))));
  $("filter-status")?.append(...STATUSES.map(({ name }, i) => el("option", { value: i }, name)));
  for (const name of Object.keys(filters)) {
    $(`filter-${name}`)?.addEventListener("change", (event) => { filters[name] = event.target.value; drawAll(); });
  }
  $("filter-reset").addEventListener("click", () => {
    for (const name of Object.keys(filters)) { filters[name] = ""; if ($(`filter-${name}`)) $(`filter-${name}`).value = ""; }
    drawAll();
    $("filter-province").focus();
  });
  $("table-save").addEventListener("click", saveTable);
  document.addEventListener("scroll", markWide, { capture: true, passive: true });
  window.addEventListener("resize", markWide);
}

function start() {
  startFilters();
  startGroups();
  startValidity();
  startHeatmap();
  startPlace();
  startPanel();
  startTrend();
  startCompare();
  startDrill();
  startReader();
  useGroups("");
  fillChoices();
  startState();
  readState();
  drawAll();
  setTimeout(showSection, 0);
}

start();
