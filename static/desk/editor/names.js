// Known names that the text does not link: said below it, linked all at once or one by one, undone like any change.
import { Extension } from "django-prose-editor/editor"
import { calmly, element, Refused, send, thisEntry } from "./asking.js"

export const KnownNames = Extension.create({
  name: "knownNames",
  addOptions: () => ({ urls: {}, words: {}, most: 0 }),
  onCreate() {
    if (!this.editor.isEditable) return
    const bar = new Bar(this.editor, this.options)
    this.editor.view.dom.parentElement.after(bar.dom)
    this.storage.look = calmly(() => bar.look(), 1200)
    bar.look()
  },
  onUpdate() {
    this.storage.look?.()
  },
})

class Bar {
  constructor(editor, { urls, words, most }) {
    Object.assign(this, { editor, urls, words, most })
    this.status = element("p", { role: "status" })
    this.all = element("button", { type: "button", className: "button", textContent: words.linkAll, hidden: true })
    this.each = element("ul")
    this.more = element("details", { hidden: true }, element("summary", { textContent: words.oneByOne }), this.each)
    this.dom = element("div", { className: "desk-names" }, this.status, this.all, this.more)
    this.all.addEventListener("click", () => this.link(this.certain))
    this.asked = 0
  }

  // Those that can mean one entry only.
  get certain() {
    return this.found.filter((name) => name.entries.length === 1).map((name) => [name, name.entries[0]])
  }

  async look() {
    const html = this.editor.getHTML()
    // The field says that the text is too long.
    if (this.editor.isDestroyed || html.length > this.most) return
    const mine = ++this.asked
    try {
      const { summary, results } = await send(this.urls.names, { html, text: thisEntry() })
      if (mine === this.asked) this.show(summary, results)
    } catch (refusal) {
      if (!(refusal instanceof Refused)) throw refusal
      if (mine === this.asked) this.show(refusal.message, [])
    }
  }

  show(summary, found) {
    this.found = found
    this.status.textContent = summary
    this.all.hidden = !this.certain.length
    this.more.hidden = !found.length
    this.each.replaceChildren(...found.map((name) => this.row(name)))
  }

  row(name) {
    const buttons = name.entries.map((entry) => {
      const words = this.words.linkTo.replace("%s", `${entry.label} (${entry.hint})`)
      const button = element("button", { type: "button", textContent: words })
      button.addEventListener("click", () => this.link([[name, entry]]))
      return button
    })
    return element("li", {}, element("q", { textContent: name.context }), " ", ...buttons)
  }

  // One change, so one undo.
  link(pairs) {
    const { state, view } = this.editor
    const { text, positions } = read(state.doc)
    const transaction = state.tr
    for (const [name, entry] of pairs) {
      const at = place(text, name)
      if (at < 0) continue
      const mark = state.schema.marks.link.create({ href: `/id/${entry.id}/` })
      transaction.addMark(positions[at], positions[at + name.words.length - 1] + 1, mark)
    }
    view.dispatch(transaction)
    view.focus()
    this.look()
  }
}

// The text as desk/naming.py counts it, and where in the document each letter stands.
function read(doc) {
  let text = ""
  const positions = []
  doc.descendants((node, position) => {
    if (node.isText) {
      for (let index = 0; index < node.text.length; index++) positions.push(position + index)
      text += node.text
    } else {
      text += node.isBlock ? "\n" : "\ufffc"
      positions.push(position)
    }
  })
  return { text, positions }
}

function place(text, { words, nth }) {
  let at = text.indexOf(words)
  for (let count = 0; at >= 0 && count < nth; count++) at = text.indexOf(words, at + 1)
  return at
}
