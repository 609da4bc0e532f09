// Who else has this entry open, asked again and again while the page is.

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

async function beat() {
  try {
    const answer = await send({ unsaved: form.dataset.unsaved ?? "" });
    if (!answer.ok) return;
    const told = await answer.json();
    others.hidden = told.others.length === 0;
    const list = others.querySelector("ul");
    if (list.innerText !== told.others.join("\n")) {
      list.replaceChildren(...told.others.map((words) => Object.assign(document.createElement("li"), { textContent: words })));
    }
    show(saved, told.version > Number.parseInt(form.elements.version.value, 10) ? told.saved : "");
  } catch {
    // unsaved.js tells when the site cannot be reached.
  }
}

beat();
setInterval(beat, Number.parseInt(panel.dataset.beat, 10) * 1000);
addEventListener("focus", beat);
addEventListener("pagehide", () => send({ leaves: "yes" }, { keepalive: true }));
addEventListener("pageshow", (event) => event.persisted && beat());
