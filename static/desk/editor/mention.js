// Typing @ and a name links an entry of any kind; what is stored is its id.
import { Extension, Plugin } from "django-prose-editor/editor"
import { ask, calmly, element, Refused } from "./asking.js"
import { Listbox } from "./listbox.js"

const ASKING = /(?:^|[\s(“"'\ufffc])@([^@\n]{0,60})$/u
const GAP = 4
const LEAST = 80

export const Mention = Extension.create({
  name: "mention",
  addOptions: () => ({ urls: {}, words: {} }),
  addProseMirrorPlugins() {
    let open = null
    return [
      new Plugin({
        view: (view) => (open = new Suggestions(view, this.options)),
        props: { handleKeyDown: (_view, event) => open?.key(event) ?? false },
      }),
    ]
  },
  addMenuItems({ menu, buttons }) {
    menu.defineItem({
      name: "mention",
      groups: "record",
      button: buttons.material("alternate_email", this.options.words.mention),
      command: (editor) => {
        const before = editor.state.doc.textBetween(Math.max(0, editor.state.selection.from - 1), editor.state.selection.from)
        editor.chain().focus().insertContent(before.trim() ? " @" : "@").run()
      },
    })
  },
})

class Suggestions {
  constructor(view, { urls, words }) {
    this.view = view
    this.words = words
    this.asking = null
    this.dismissed = -1
    this.list = new Listbox(words.mention, (choice) => this.link(choice))
    this.status = element("p", { role: "status", className: "visually-hidden" })
    this.list.dom.hidden = true
    this.look = calmly(async (asking) => {
      let results = []
      try {
        results = (await ask(urls.entries, { q: asking.words })).results
      } catch (refusal) {
        if (!(refusal instanceof Refused)) throw refusal
      }
      if (this.asking?.words === asking.words && this.asking.from === asking.from) this.show(results)
    }, 120)
  }

  // What stands between an @ and the cursor.
  question() {
    const { selection, schema } = this.view.state
    const { $from, empty } = selection
    if (!empty || !$from.parent.isTextblock || schema.marks.link.isInSet($from.marks())) return null
    const before = $from.parent.textBetween(0, $from.parentOffset, null, "\ufffc")
    const match = ASKING.exec(before)
    const from = match && $from.pos - match[1].length - 1
    return match && from !== this.dismissed ? { from, to: $from.pos, words: match[1] } : null
  }

  update() {
    if (!this.list.dom.isConnected) this.view.dom.parentElement?.append(this.list.dom, this.status)
    const asking = this.view.hasFocus() ? this.question() : null
    const is_new = asking && (asking.words !== this.asking?.words || asking.from !== this.asking?.from)
    this.asking = asking
    if (!asking) this.hide()
    else if (is_new) this.look(asking)
  }

  show(results) {
    this.list.show(results)
    this.list.dom.hidden = !results.length
    this.status.textContent = results.length ? this.words.found.replace("%d", results.length) : this.words.nothing
    if (results.length) this.place()
    this.point()
  }

  // Below the line, or above it where there is more room; never longer than the room there, nor beyond the window.
  place() {
    const line = this.view.coordsAtPos(this.asking.from)
    const around = this.view.dom.parentElement.getBoundingClientRect()
    const { style } = this.list.dom
    style.maxHeight = ""
    const { height: wanted, width } = this.list.dom.getBoundingClientRect()
    const above = line.top - 2 * GAP
    const below = innerHeight - line.bottom - 2 * GAP
    const isAbove = wanted > below && above > below
    const height = Math.min(wanted, Math.max(LEAST, isAbove ? above : below))
    if (height < wanted) style.maxHeight = `${height}px`
    const right = Math.min(around.right, document.documentElement.clientWidth) - width
    style.left = `${Math.max(0, Math.min(line.left, right)) - around.left}px`
    style.top = `${(isAbove ? line.top - height - GAP : line.bottom + GAP) - around.top}px`
  }

  hide() {
    this.list.dom.hidden = true
    this.list.show([])
    this.status.textContent = ""
    this.point()
  }

  point() {
    if (this.list.activeId) this.view.dom.setAttribute("aria-activedescendant", this.list.activeId)
    else this.view.dom.removeAttribute("aria-activedescendant")
  }

  key(event) {
    if (!this.asking || this.list.dom.hidden) return false
    if (event.key === "Escape") {
      this.dismissed = this.asking.from
      this.asking = null
      this.hide()
      return true
    }
    if (event.key === "Tab" && !event.shiftKey) {
      this.list.choose()
      return true
    }
    const is_mine = this.list.key(event)
    this.point()
    return is_mine
  }

  link(choice) {
    const { state } = this.view
    const { from, to } = this.asking
    const mark = state.schema.marks.link.create({ href: `/id/${choice.id}/` })
    const linked = state.schema.text(choice.label, [mark])
    this.view.dispatch(state.tr.replaceWith(from, to, linked).removeStoredMark(mark.type).scrollIntoView())
    this.view.focus()
  }

  destroy() {
    this.list.dom.remove()
    this.status.remove()
  }
}
