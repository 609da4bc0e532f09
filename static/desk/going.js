// To a field or a row of facts of the form, wherever it is folded away.

export function placeOf(id, fact) {
  const row = fact && document.querySelector(`.inline-related input[type="hidden"][value="${CSS.escape(fact)}"],
    tr input[type="hidden"][value="${CSS.escape(fact)}"]`);
  return row ? (row.closest(".inline-related, tr") ?? row) : document.getElementById(id);
}

export function show(place) {
  for (let part = place; part; part = part.parentElement) {
    if (part instanceof HTMLDetailsElement) part.open = true;
  }
  const inside = ":scope > details.fact-row, fieldset.section > details";
  for (const part of place.querySelectorAll(inside)) part.open = true;
  // The editor stands in for its hidden text area.
  const seen = place.offsetParent === null ? (place.closest(".form-row") ?? place) : place;
  seen.scrollIntoView({ block: "center" });
  const inputs = seen.matches("input, select, textarea") ? [seen] : seen.querySelectorAll("input, select, textarea, [contenteditable=true]");
  [...inputs].find((each) => each.type !== "hidden" && each.offsetParent !== null)?.focus();
}
