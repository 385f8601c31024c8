// One tooltip for the page, shown by the pointer and by the keyboard's focus alike.
const tooltip = $("tooltip");

function showTooltip(anchor, title, lines) {
  for (const node of document.querySelectorAll("[aria-describedby=tooltip]")) if (node !== anchor) node.removeAttribute("aria-describedby");
  tooltip.replaceChildren(el("strong", {}, el("bdi", {}, title)), ...lines.map((line) => el("span", {}, line)));
  tooltip.hidden = false;
  anchor.setAttribute("aria-describedby", "tooltip");
  placeTooltip(anchor);
}

function placeTooltip(anchor) {
  const box = anchor.getBoundingClientRect();
  const own = tooltip.getBoundingClientRect();
  const left = Math.min(Math.max(8, box.left + box.width / 2 - own.width / 2), document.documentElement.clientWidth - own.width - 8);
  const above = box.top - own.height - 8;
  tooltip.style.left = `${left}px`;
  tooltip.style.top = `${above > 8 ? above : box.bottom + 8}px`;
}

function hideTooltip() {
  tooltip.hidden = true;
  for (const node of document.querySelectorAll("[aria-describedby=tooltip]")) node.removeAttribute("aria-describedby");
}

// Moving the focus may scroll: then the tooltip goes along. One that the pointer has left is out of place.
document.addEventListener("scroll", () => {
  const anchor = document.querySelector("[aria-describedby=tooltip]");
  if (anchor && (anchor === document.activeElement || anchor.matches(":hover"))) placeTooltip(anchor);
  else hideTooltip();
}, { capture: true, passive: true });
document.addEventListener("keydown", (event) => { if (event.key === "Escape") hideTooltip(); });

function correctedLines(corrected, c) {
  if (!corrected) return [];
  const ends = corrected.ends ? intervalText(corrected.ends[c]) : T.no_corrected_interval;
  return [`${T.corrected} ${percent(corrected.shares[c])}   ${ends}`, ...(corrected.synthetic[c] ? [T.synthetic_hint] : []), T.naive];
}

function totalsLines(totals, c, ends) {
  const states = STATUSES.filter(({ id }) => totals.status[id][c]).map(({ id, name }) => `${name} ${count(totals.status[id][c])}`);
  return [
    `${percent(shareOf(totals, c))}   ${intervalText(ends)}`,
    `${fill(T.of_sentences, { a: count(totals.tagged[c]), b: count(totals.sentences) })} · ${fill(T.reports_n, { n: count(totals.reports) })}`,
    ...(totals.reports > Math.max(totals.above, totals.unknown) ? heldWords(totals) : []), // of one place its name says it
    ...(states.length ? [states.join(" · ")] : []),
  ];
}
