// From a comment to the field or the row of facts it is about.

function placeOf(link) {
  if (link.dataset.field) return document.getElementById(`id_${link.dataset.field}`);
  const row = document.querySelector(`.inline-related input[type="hidden"][value="${CSS.escape(link.dataset.fact)}"],
    tr input[type="hidden"][value="${CSS.escape(link.dataset.fact)}"]`);
  return row && (row.closest(".inline-related, tr") ?? row);
}

function show(place) {
  for (let part = place; part; part = part.parentElement) {
    if (part instanceof HTMLDetailsElement) part.open = true;
  }
  place.scrollIntoView({ block: "center" });
  const inputs = place.matches("input, select, textarea") ? [place] : place.querySelectorAll("input, select, textarea, [contenteditable]");
  [...inputs].find((each) => each.type !== "hidden" && each.offsetParent !== null)?.focus();
}

document.getElementById("comments")?.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-field], a[data-fact]");
  const place = link && placeOf(link);
  if (!place) return;
  event.preventDefault();
  show(place);
});
