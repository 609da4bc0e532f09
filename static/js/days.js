// A slider through the days a page can be asked for: what is drawn and listed follows. Without it the form does the same.
import { sortable } from "./sort.js";

const form = document.querySelector(".day-form[data-from]"), day = 86400000;
if (form) {
  const { on } = form.elements, slider = document.createElement("input"), said = document.createElement("output");
  const first = Date.parse(form.dataset.from), iso = (at) => new Date(first + at * day).toISOString().slice(0, 10);
  const place = (text) => Math.round((Date.parse(text) - first) / day);
  let timer, asked;

  async function show(wanted) {
    const url = new URL(location.href);
    url.searchParams.set("on", asked = wanted);
    url.searchParams.delete("after");
    const answer = await fetch(url).catch(() => 0);
    if (!answer.ok || wanted !== asked) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html"), main = form.parentElement;
    const came = page.querySelector(".day-form"), parts = [...came.parentElement.children], own = [...main.children];
    // The form stays, and with it the focus; what stands before and after it is the other day's.
    own.forEach((each) => each !== form && each.remove());
    form.before(...parts.slice(0, parts.indexOf(came)));
    form.after(...parts.slice(parts.indexOf(came) + 1));
    form.querySelectorAll("a").forEach((each) => each.remove());
    form.append(...came.querySelectorAll("a"));
    document.querySelector(".banner")?.remove();
    const banner = page.querySelector(".banner");
    if (banner) document.querySelector("main").before(banner);
    document.title = page.title;
    on.value = wanted;
    said.value = main.querySelector("h1").textContent.trim();
    history.replaceState(null, "", url);
    sortable(main);
  }

  Object.assign(slider, { type: "range", min: 0, max: place(form.dataset.until), value: place(on.value), className: "day-form__slider" });
  slider.setAttribute("aria-label", form.querySelector("label").textContent);
  slider.setAttribute("aria-valuetext", on.value);
  said.className = "visually-hidden";
  slider.addEventListener("input", () => {
    on.value = iso(slider.valueAsNumber);
    slider.setAttribute("aria-valuetext", on.value);
    clearTimeout(timer);
    timer = setTimeout(show, 150, on.value);
  });
  on.addEventListener("change", () => { slider.value = place(on.value); });
  form.append(slider, said);
}
