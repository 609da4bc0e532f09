// From a comment to the field or the row of facts it is about.

import { placeOf, show } from "./going.js";

document.getElementById("comments")?.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-field], a[data-fact]");
  const place = link && placeOf(`id_${link.dataset.field}`, link.dataset.fact);
  if (!place) return;
  event.preventDefault();
  show(place);
});
