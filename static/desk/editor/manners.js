// What a text field owes everybody: a name, a toolbar the keyboard reaches, and a clear word when a paste is too long.
import { Extension, Plugin } from "django-prose-editor/editor"
import { element } from "./asking.js"

export const Manners = Extension.create({
  name: "manners",
  // After the menu has been made.
  priority: 10,
  addOptions: () => ({ words: {}, most: 0 }),
  addStorage: () => ({ alert: null }),
  onCreate() {
    const around = this.editor.view.dom.parentElement
    this.storage.alert = element("p", { role: "alert", className: "errornote", hidden: true })
    around.before(this.storage.alert)
    labelOf(around)?.addEventListener("click", () => this.editor.commands.focus())
    setTimeout(() => dressToolbar(around, this.options.words))
  },
  onUpdate() {
    const size = new TextEncoder().encode(this.editor.getHTML()).length
    this.storage.alert.hidden = size <= this.options.most
    this.storage.alert.textContent = size > this.options.most ? this.options.words.tooLong : ""
  },
  addProseMirrorPlugins() {
    const { words, most } = this.options
    const { storage, editor } = this
    const name = () => labelOf(editor.options.element)?.textContent.replace(/:\s*$/, "").trim() || words.text
    return [
      new Plugin({
        props: {
          attributes: () => ({ "aria-label": name(), "aria-multiline": "true" }),
          handleDOMEvents: {
            // The browser tells of a moved cursor only later: what a key starts happens where the cursor stands now.
            keydown(view) {
              if (!view.composing) view.domObserver.flush()
              return false
            },
          },
          handlePaste(_view, event) {
            const given = ["text/html", "text/plain"].map((type) => event.clipboardData?.getData(type).length || 0)
            if (Math.max(...given) <= 4 * most) return false
            // Reading it would freeze the page; nothing of what stands in the field is touched.
            storage.alert.hidden = false
            storage.alert.textContent = words.pasteTooLong
            return true
          },
        },
      }),
    ]
  },
})

function labelOf(around) {
  const field = around?.querySelector("textarea")
  return field && document.querySelector(`label[for="${field.id}"]`)
}

// The editor marks what cannot be done now by a class alone.
function sayWhatIsDisabled(bar) {
  const say = () => {
    for (const button of bar.querySelectorAll(".prose-menubar__button"))
      button.setAttribute("aria-disabled", button.classList.contains("disabled"))
  }
  new MutationObserver(say).observe(bar, { attributes: true, attributeFilter: ["class"], childList: true, subtree: true })
  say()
}

function dressToolbar(around, words) {
  const bar = around.querySelector(".prose-menubar:not(.prose-menubar--floating)")
  bar?.setAttribute("role", "toolbar")
  bar?.setAttribute("aria-label", words.toolbar)
  if (bar) sayWhatIsDisabled(bar)
  for (const chooser of bar?.querySelectorAll(".prose-menubar__selected") || []) {
    for (const [name, value] of Object.entries({ role: "button", tabindex: "0", "aria-label": words.blocks, "aria-haspopup": "true" }))
      chooser.setAttribute(name, value)
    // What it shows is a copy of the chosen button: not one more thing to stop at.
    const still = () => chooser.querySelectorAll("button").forEach((copy) => (copy.inert = true))
    new MutationObserver(still).observe(chooser, { childList: true, subtree: true })
    still()
    chooser.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return
      event.preventDefault()
      chooser.click()
      chooser.parentElement.querySelector(".prose-menubar__option")?.focus()
    })
  }
}
