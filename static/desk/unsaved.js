// Unsaved text: kept on the server while it is typed, in the browser when there is no way there, and never left
// behind unasked.

const PAUSE = 3000;
const panel = document.getElementById("working");
const form = document.getElementById(panel.dataset.form);
const place = `desk:${location.pathname}`;
const held = panel.querySelector("[data-held]");
const tab = form.elements.desk_tab;

tab.value ||= Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");

const token = () => document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? form.elements.csrfmiddlewaretoken.value;

// Files are not among it: no page may fill them in again.
function typed() {
  const pairs = [...new FormData(form)].filter(([name, value]) => typeof value === "string" && name !== "csrfmiddlewaretoken" && !name.includes("__prefix__"));
  return JSON.stringify(pairs);
}

let clean = "unsaved" in panel.dataset ? "" : typed();
let kept = clean;
let isLeaving = false;
let isAnswered = false;

const isChanged = () => typed() !== clean;

function show(name, words) {
  for (const each of panel.querySelectorAll("[data-when]")) {
    if (["signed-out", "unreachable", "refused", "kept"].includes(each.dataset.when)) each.hidden = each.dataset.when !== name;
  }
  const said = panel.querySelector(`[data-when="${name}"]`);
  if (words) (said.querySelector("span") ?? said).textContent = words;
}

// Answers the row's id; null when it could not be kept there. What is too large is refused but does not stop a save.
async function keep(fields, name) {
  const version = Number.parseInt(form.elements.version?.value ?? "", 10);
  const body = JSON.stringify({ model: panel.dataset.model, entry: panel.dataset.entry, tab: name, version, fields: JSON.parse(fields) });
  const headers = { "X-CSRFToken": token(), "Content-Type": "application/json" };
  try {
    const answer = await fetch(panel.dataset.keep, { method: "POST", headers, body, redirect: "manual" });
    if (answer.ok) {
      const { id, hour } = await answer.json();
      kept = fields;
      sessionStorage.removeItem(place);
      show("kept", hour);
      return id;
    }
    if (answer.status === 413 || answer.status === 400) {
      kept = fields;
      show("refused", (await answer.json()).error);
      return "";
    }
    show("signed-out");
  } catch {
    show("unreachable");
  }
  hold(fields);
  return null;
}

function hold(fields) {
  try {
    sessionStorage.setItem(place, fields);
  } catch {
    // The browser's own limit; the text still stands in the page.
  }
}

setInterval(() => {
  const now = typed();
  form.dataset.unsaved = now === clean ? "" : "yes";
  if (now !== clean && now !== kept && !isLeaving) keep(now, tab.value);
}, PAUSE);

addEventListener("beforeunload", (event) => {
  if (!isLeaving && isChanged()) event.preventDefault();
});

addEventListener("pageshow", (event) => {
  if (event.persisted) isLeaving = isAnswered = false;
});

// A save whose sender is signed out would lead to the sign-in page and lose the text: so the way is tried first.
form.addEventListener("submit", async (event) => {
  form.elements.csrfmiddlewaretoken.value = token();
  isLeaving = isAnswered || !isChanged();
  if (isLeaving) return;
  event.preventDefault();
  const { submitter } = event;
  if ((await keep(typed(), tab.value)) === null) return;
  isAnswered = true;
  form.requestSubmit(submitter);
});

for (const offer of panel.querySelectorAll("[data-discard]")) {
  offer.querySelector("[type=button]").addEventListener("click", async () => {
    await fetch(offer.dataset.discard, { method: "POST", headers: { "X-CSRFToken": token() }, redirect: "manual" });
    offer.remove();
  });
}

// What could not be sent before the page was left.
const left = sessionStorage.getItem(place);
held.hidden = !left || left === clean;
held.addEventListener("submit", async (event) => {
  if (held.elements.restore.value) return;
  event.preventDefault();
  const id = await keep(left, JSON.parse(left).find(([name]) => name === "desk_tab")[1]);
  if (!id) return;
  held.elements.restore.value = id;
  held.requestSubmit();
});
held.querySelector("[type=button]").addEventListener("click", () => {
  sessionStorage.removeItem(place);
  held.hidden = true;
});
