// Sections of the form: as whoever works here left them, open where something is to be mended, opened by the way there.
(() => {
  const form = document.currentScript.closest("form");
  const place = `desk:sections:${form.id}`;
  const nameOf = (part) => part.querySelector("h2").id;
  let left = {};
  try {
    left = JSON.parse(localStorage.getItem(place)) ?? {};
  } catch {
    // A browser that keeps nothing: as they are made.
  }

  for (const part of form.querySelectorAll("fieldset.section > details")) {
    const usual = part.parentElement.classList.contains("section--open");
    part.open = (left[nameOf(part)] ?? usual) || part.querySelector(".errorlist, .errornote") !== null;
    // What people do themselves is kept, not what a way into the form opened for them.
    part.querySelector("summary").addEventListener("click", () => {
      left[nameOf(part)] = !part.open;
      try {
        localStorage.setItem(place, JSON.stringify(left));
      } catch {
        // See above.
      }
    });
  }

  document.querySelector(".sections")?.addEventListener("click", (event) => {
    const id = event.target.closest("a")?.hash.slice(1);
    const wanted = id && document.getElementById(id);
    const part = wanted && (wanted.closest("fieldset.section > details") ?? wanted.querySelector("fieldset.section > details"));
    if (part) part.open = true;
  });
})();
