// Tables sort by a column whose cells have a value: a date or number told to machines, or words without figures.
// Without it they stand in the order they came in.
const value = (cell) => {
  const told = cell.dataset.sort ?? cell.querySelector("time")?.dateTime ?? cell.querySelector("data")?.value;
  const text = told ?? cell.textContent.trim().replace(/\s+/g, " ");
  if (told === undefined && /\d/.test(text) && !/^[\d\s,.]+$/.test(text)) return undefined;
  const number = Number(text.replace(/[\s,]/g, ""));
  return text && !Number.isNaN(number) ? number : text;
};

// What is not known stands last, whichever way round.
const compare = (a, b, way) =>
  a === b ? 0 : a === "" ? 1 : b === "" ? -1
    : way * (typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b), document.documentElement.lang));

function sort(table, head, at) {
  const way = head.getAttribute("aria-sort") === "ascending" ? -1 : 1, [body] = table.tBodies;
  for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
  head.setAttribute("aria-sort", way > 0 ? "ascending" : "descending");
  const rows = [...body.rows].map((row) => [value(row.cells[at]), row]);
  body.append(...rows.sort(([a], [b]) => compare(a, b, way)).map(([, row]) => row));
}

export function sortable(within) {
  for (const table of within.querySelectorAll("table.fact-table")) {
    const rows = [...(table.tBodies[0]?.rows ?? [])], heads = table.tHead?.rows[0].cells ?? [];
    if (rows.length < 3 || rows.some((row) => row.cells.length !== heads.length)) continue;
    [...heads].forEach((head, at) => {
      const values = rows.map((row) => row.cells[at].querySelector("details, .cites") ? undefined : value(row.cells[at]));
      if (values.includes(undefined) || new Set(values).size < 2) return;
      const button = document.createElement("button");
      button.type = "button";
      button.className = "sort";
      button.append(...head.childNodes);
      button.addEventListener("click", () => sort(table, head, at));
      head.append(button);
    });
  }
}

sortable(document);
