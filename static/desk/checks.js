// The checks of what is typed: asked of the gate whenever somebody pauses, and from each a way to its field.

import { placeOf, show } from "./going.js";

const PAUSE = 1500;
const panel = document.getElementById("checks");
const form = document.querySelector(".workplace__form form[id$='_form']");
let asked = 0;
let timer = 0;

// Somebody writing the reason of a waiver must not lose it.
const isBusy = () => [...panel.querySelectorAll("textarea")].some((area) => area.value);

async function check() {
  const number = ++asked;
  const body = new FormData(form);
  for (const [name, value] of [...body]) if (value instanceof File) body.delete(name);
  panel.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(panel.dataset.check, { method: "POST", body, redirect: "manual" });
    if (answer.ok && number === asked && !isBusy()) panel.querySelector("[data-found]").innerHTML = await answer.text();
  } catch {
    // unsaved.js tells when the site cannot be reached.
  }
  if (number === asked) panel.removeAttribute("aria-busy");
}

function soon() {
  clearTimeout(timer);
  timer = setTimeout(check, PAUSE);
}

if (form && panel.dataset.check) {
  form.addEventListener("input", soon);
  form.addEventListener("change", soon);
  document.addEventListener("formset:added", soon);
  document.addEventListener("formset:removed", soon);
}

panel.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-place]");
  const place = link && placeOf(link.dataset.place, link.dataset.fact);
  if (!place) return;
  event.preventDefault();
  show(place);
});
