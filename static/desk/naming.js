// Names for parts of the admin that scripts put in: Select2 replaces a labelled <select> with parts that have none.

function nameOf(select) {
  const label = select.id && document.querySelector(`label[for="${CSS.escape(select.id)}"]`);
  return select.getAttribute("aria-label") || label?.textContent.replace(/:\s*$/, "").trim() || "";
}

function dress(container) {
  const select = container.previousElementSibling;
  const name = select?.matches("select") ? nameOf(select) : "";
  if (!name) return;
  const box = container.querySelector(".select2-selection");
  const shown = container.querySelector(".select2-selection__rendered");
  // The combobox is what is focused; what it shows is not a field of its own, nor a list.
  if (shown?.hasAttribute("role")) shown.removeAttribute("role");
  shown?.removeAttribute("aria-readonly");
  if (shown?.matches("ul")) shown.setAttribute("role", "none");
  shown?.querySelectorAll("li").forEach((item) => item.setAttribute("role", "none"));
  box.removeAttribute("aria-labelledby");
  const chosen = shown?.matches("ul") ? "" : (shown?.getAttribute("title") ?? "");
  box.setAttribute("aria-label", chosen ? `${name}: ${chosen}` : name);
  // Select2 names its open list as ARIA 1.0 wanted it.
  if (box.hasAttribute("aria-owns")) box.setAttribute("aria-controls", box.getAttribute("aria-owns"));
  else box.removeAttribute("aria-controls");
  container.querySelectorAll(".select2-search__field").forEach((field) => field.setAttribute("aria-label", name));
}

function dressAll() {
  document.querySelectorAll(".select2-container").forEach(dress);
  // The question marks beside the two lists of rights and groups.
  document.querySelectorAll("span.help-tooltip[aria-label]").forEach((mark) => mark.setAttribute("role", "img"));
}

dressAll();
new MutationObserver((changes) => {
  const concerned = ".select2-container, .help-tooltip";
  const holds = (node) => node.nodeType === 1 && (node.matches(concerned) || node.querySelector(concerned));
  if (changes.some((change) => change.target.closest?.(concerned) || [...change.addedNodes].some(holds))) dressAll();
}).observe(document.body, { childList: true, subtree: true });
