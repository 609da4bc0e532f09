// A live fact: what the record says of an entry on a day, as a node that names entry, fact and day.
import { Node } from "django-prose-editor/editor"
import { ask, thisDay, thisEntry } from "./asking.js"
import { pick } from "./picker.js"

const NAMES = { what: "data-what", entry: "data-entry", within: "data-in", on: "data-on", fact: "data-fact", value: "value" }

export const LiveFact = Node.create({
  name: "liveFact",
  group: "inline",
  inline: true,
  atom: true,
  addOptions: () => ({ urls: {}, words: {} }),
  addAttributes() {
    const read = (name) => ({ default: "", parseHTML: (dom) => dom.getAttribute(name) || "" })
    const named = Object.entries(NAMES).map(([attribute, name]) => [attribute, read(name)])
    return { ...Object.fromEntries(named), words: { default: "", parseHTML: (dom) => dom.textContent } }
  },
  parseHTML: () => [{ tag: "data.fact[data-what][data-entry]" }],
  renderHTML({ node }) {
    const given = Object.entries(NAMES).filter(([attribute]) => node.attrs[attribute])
    const attributes = Object.fromEntries(given.map(([attribute, name]) => [name, node.attrs[attribute]]))
    return ["data", { class: "fact", ...attributes }, node.attrs.words]
  },
  renderText: ({ node }) => node.attrs.words,
  addCommands() {
    return {
      quoteFact:
        () =>
        ({ editor, dispatch }) => {
          if (dispatch) quote(editor, this.options)
          return true
        },
    }
  },
  addKeyboardShortcuts() {
    return { "Mod-Alt-l": ({ editor }) => editor.commands.quoteFact() }
  },
  addMenuItems({ menu, buttons }) {
    menu.defineItem({
      name: "liveFact",
      groups: "record",
      button: buttons.material("fact_check", `${this.options.words.quote} (Ctrl+Alt+L)`),
      command: (editor) => editor.commands.quoteFact(),
    })
  },
})

async function quote(editor, { urls, words }) {
  const entries = async (q) => (await ask(urls.entries, { q, quotable: 1 })).results
  const chosen = await pick(editor, { title: words.quote, label: words.factOf, search: entries, words })
  if (!chosen) return
  const { id, label } = chosen.choice
  const said = async (typed, on) => {
    const { results } = await ask(urls.facts, { entry: id, text: thisEntry(), on })
    const facts = results.map((fact) => ({ ...fact, label: `${fact.label} – ${fact.words}` }))
    return facts.filter((fact) => fact.label.toLowerCase().includes(typed.toLowerCase()))
  }
  const day = thisDay() || new Date().toISOString().slice(0, 10)
  const picked = await pick(editor, { title: label, label: words.fact, search: said, words, day })
  if (!picked) return
  const { what, entry, within, fact, value, words: text } = picked.choice
  // The day of the text itself is not written down: the fact then moves with it.
  const on = picked.day === thisDay() ? "" : picked.day
  const attrs = { what, entry, within, fact, value, words: text, on }
  editor.chain().focus().insertContent({ type: "liveFact", attrs }).run()
}
