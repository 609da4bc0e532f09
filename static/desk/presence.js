// Who else has this entry open: asked every moment while somebody works in the page, seldom while it only lies open.

const IDLE = 120_000;

const panel = document.getElementById("working");
const form = document.getElementById(panel.dataset.form);
const others = panel.querySelector('[data-when="others"]');
const saved = panel.querySelector('[data-when="saved-by-other"]');

const token = () => document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? form.elements.csrfmiddlewaretoken.value;

function send(more, options) {
  const body = new FormData();
  const said = { model: panel.dataset.model, entry: panel.dataset.entry, tab: form.elements.desk_tab.value, ...more };
  for (const [name, value] of Object.entries(said)) body.set(name, value);
  return fetch(panel.dataset.open, { method: "POST", headers: { "X-CSRFToken": token() }, body, redirect: "manual", ...options });
}

// Text that is the same is not written again, so that it is not read out again.
function show(element, words) {
  element.hidden = !words;
  if (element.textContent !== words) element.textContent = words;
}

// Whether the site answered.
async function ask() {
  try {
    const answer = await send({ unsaved: form.dataset.unsaved ?? "" });
    if (!answer.ok) return false;
    const told = await answer.json();
    others.hidden = told.others.length === 0;
    const list = others.querySelector("ul");
    if (list.innerText !== told.others.join("\n")) {
      list.replaceChildren(...told.others.map((words) => Object.assign(document.createElement("li"), { textContent: words })));
    }
    show(saved, told.version > Number.parseInt(form.elements.version.value, 10) ? told.saved : "");
    return true;
  } catch {
    // unsaved.js tells when the site cannot be reached.
    return false;
  }
}

let timer = 0;
let isAsking = false;
let touched = Date.now();

const isAtWork = () => document.visibilityState === "visible" && Date.now() - touched < IDLE;

// One question at a time, the next one after the answer: a slow site is asked less often.
async function beat() {
  clearTimeout(timer);
  if (isAsking) return;
  isAsking = true;
  const isAnswered = await ask();
  isAsking = false;
  timer = setTimeout(beat, 1000 * Number.parseInt(isAnswered && isAtWork() ? panel.dataset.look : panel.dataset.beat, 10));
}

function back() {
  const was_away = !isAtWork();
  touched = Date.now();
  if (was_away) beat();
}

beat();
for (const sign of ["keydown", "pointerdown", "pointermove"]) addEventListener(sign, back, { passive: true });
for (const sign of ["focus", "pageshow"]) addEventListener(sign, beat);
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && beat());
addEventListener("pagehide", () => {
  clearTimeout(timer);
  send({ leaves: "yes" }, { keepalive: true });
});
