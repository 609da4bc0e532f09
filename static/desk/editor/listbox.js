// A list of choices that the keyboard moves through while the focus stays where somebody types.
import { element } from "./asking.js"

let count = 0

export class Listbox {
  constructor(label, onChoose) {
    this.id = `desk-choices-${++count}`
    this.onChoose = onChoose
    this.choices = []
    this.active = -1
    this.dom = element("ul", { role: "listbox", id: this.id, className: "desk-choices", "aria-label": label })
    // The focus stays in the field or text; a press is enough.
    this.dom.addEventListener("mousedown", (event) => {
      event.preventDefault()
      const option = event.target.closest("[role=option]")
      if (option) this.choose(Number(option.dataset.index))
    })
  }

  show(choices) {
    this.choices = choices
    this.dom.replaceChildren(
      ...choices.map((choice, index) =>
        element(
          "li",
          { role: "option", id: `${this.id}-${index}`, "data-index": index, "aria-selected": "false" },
          element("span", { className: "desk-choices__label", textContent: choice.label }),
          element("span", { className: "desk-choices__hint", textContent: choice.hint || "" }),
        ),
      ),
    )
    this.activate(choices.length ? 0 : -1)
  }

  activate(index) {
    this.dom.children[this.active]?.setAttribute("aria-selected", "false")
    this.active = index
    const option = this.dom.children[index]
    option?.setAttribute("aria-selected", "true")
    option?.scrollIntoView({ block: "nearest" })
  }

  get activeId() {
    return this.active < 0 ? "" : `${this.id}-${this.active}`
  }

  choose(index = this.active) {
    if (this.choices[index]) this.onChoose(this.choices[index])
  }

  // Whether the key was one of the list's.
  key(event) {
    const last = this.choices.length - 1
    if (last < 0) return false
    if (event.key === "ArrowDown") this.activate(this.active >= last ? 0 : this.active + 1)
    else if (event.key === "ArrowUp") this.activate(this.active <= 0 ? last : this.active - 1)
    else if (event.key === "Enter") this.choose()
    else return false
    return true
  }
}
