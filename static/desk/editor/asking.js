// Questions to the desk, and where the text that asks them stands.

export class Refused extends Error {}

export async function ask(url, parameters) {
  return answer(await fetch(`${url}?${new URLSearchParams(parameters)}`, { headers: { Accept: "application/json" } }))
}

export async function send(url, fields) {
  const token = document.querySelector("[name=csrfmiddlewaretoken]").value
  const body = new URLSearchParams(fields)
  return answer(await fetch(url, { method: "POST", body, headers: { "X-CSRFToken": token } }))
}

async function answer(response) {
  const told = response.headers.get("Content-Type")?.includes("json") ? await response.json() : {}
  if (!response.ok) throw new Refused(told.error || `${response.status} ${response.statusText}`)
  return told
}

// The id of the entry whose text this is; empty while it is being added.
export const thisEntry = () => document.querySelector("[data-entry-id]")?.dataset.entryId || ""

// The day the text is about, as it is typed in the form now; empty unless it is known to the day.
export function thisDay() {
  const typed = document.querySelector("#id_starts")?.value.trim() || ""
  if (/^\d{4}-\d{2}-\d{2}$/.test(typed)) return typed
  if (/^\d{4}-\d{2}$/.test(typed)) return `${typed}-01`
  return /^\d{4}$/.test(typed) ? `${typed}-01-01` : ""
}

export function element(tag, properties = {}, ...children) {
  const made = document.createElement(tag)
  for (const [name, value] of Object.entries(properties)) {
    if (name.includes("-") || name === "role") made.setAttribute(name, value)
    else made[name] = value
  }
  made.append(...children)
  return made
}

// Calls `act` when it has not been asked again for a while.
export function calmly(act, wait) {
  let timer
  return (...given) => {
    clearTimeout(timer)
    timer = setTimeout(() => act(...given), wait)
  }
}
