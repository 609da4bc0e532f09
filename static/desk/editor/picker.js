// A dialog to choose one of what a search finds: type, move with the arrows, Enter. Escape chooses nothing.
import { calmly, element, Refused } from "./asking.js"
import { Listbox } from "./listbox.js"

let count = 0

// `search(words, day)` answers the choices; `day`, where given, is asked for beside them. Resolves to {choice, day} or null.
// `create`, where given, is the address of the admin's window in which a new one is entered, which is then the choice.
export function pick(editor, { title, label, search, words, day, create }) {
  return new Promise((resolve) => {
    const id = `desk-picker-${++count}`
    const close = (result) => {
      dialog.close()
      dialog.remove()
      editor.commands.focus()
      resolve(result)
    }
    const list = new Listbox(label, (choice) => close({ choice, day: date?.value || "" }))
    const field = element("input", {
      id, type: "text", autocomplete: "off", role: "combobox", "aria-expanded": "true", "aria-controls": list.id,
      "aria-autocomplete": "list",
    })
    const date = day === undefined ? null : element("input", { id: `${id}-day`, type: "date", value: day })
    const status = element("p", { role: "status", className: "desk-picker__status" })
    const cancel = element("button", { type: "button", textContent: words.cancel })
    const dialog = element(
      "dialog",
      { className: "desk-picker", "aria-labelledby": `${id}-title` },
      element("h2", { id: `${id}-title`, textContent: title }),
      ...(date ? [element("label", { htmlFor: date.id, textContent: words.day }), date] : []),
      element("label", { htmlFor: id, textContent: label }),
      field, list.dom, status, cancel, ...(create ? creating(id, create, words, (choice) => close({ choice, day: "" })) : []),
    )
    const point = () => field.setAttribute("aria-activedescendant", list.activeId)
    let asked = 0
    const look = async () => {
      const mine = ++asked
      try {
        const found = await search(field.value, date?.value)
        if (mine !== asked) return
        list.show(found)
        status.textContent = found.length ? words.found.replace("%d", found.length) : words.nothing
      } catch (refusal) {
        if (!(refusal instanceof Refused)) throw refusal
        list.show([])
        status.textContent = refusal.message
      }
      point()
    }
    field.addEventListener("input", calmly(look, 150))
    date?.addEventListener("change", look)
    field.addEventListener("keydown", (event) => {
      if (event.key === "Enter" || list.choices.length) {
        if (list.key(event) || event.key === "Enter") event.preventDefault()
        point()
      }
    })
    cancel.addEventListener("click", () => close(null))
    dialog.addEventListener("cancel", (event) => {
      event.preventDefault()
      close(null)
    })
    // Outside the form, so that Enter never sends it.
    document.body.append(dialog)
    dialog.showModal()
    field.focus()
    look()
  })
}

// As beside the admin's own choices: its script opens the window and puts what was entered into the select of this id.
function creating(id, address, words, choose) {
  const made = element("select", { id: `${id}-made`, hidden: true })
  // The admin tells by jQuery, which calls this and no listener.
  made.onchange = () => choose({ id: made.value, label: made.selectedOptions[0].textContent })
  const link = element("a", {
    id: `add_${made.id}`, href: address, className: "related-widget-wrapper-link add-related desk-picker__create",
    "data-popup": "yes", textContent: words.create,
  })
  return [link, made]
}
