// A footnote is a citation: a node that carries the id of its source. Pages number them.
import { Node } from "django-prose-editor/editor"
import { ask } from "./asking.js"
import { pick } from "./picker.js"

const IS_SOURCE = /^#source-[0-9a-f-]{36}$/

export const Footnote = Node.create({
  name: "footnote",
  group: "inline",
  inline: true,
  atom: true,
  addOptions: () => ({ urls: {}, words: {} }),
  addAttributes: () => ({ source: { default: "" }, label: { default: "*" } }),
  parseHTML: () => [
    {
      tag: 'a[href^="#source-"]',
      priority: 1100,
      getAttrs: (dom) =>
        IS_SOURCE.test(dom.getAttribute("href")) && {
          source: dom.getAttribute("href").slice(8),
          label: dom.textContent || "*",
        },
    },
  ],
  renderHTML: ({ node }) => ["a", { href: `#source-${node.attrs.source}` }, node.attrs.label],
  renderText: () => "",
  addCommands() {
    const { urls, words } = this.options
    return {
      citeSource:
        () =>
        ({ editor, dispatch }) => {
          if (!dispatch) return true
          const search = async (q) => (await ask(urls.sources, { q })).results
          pick(editor, { title: words.cite, label: words.source, search, words, create: newSource() }).then((picked) => {
            if (!picked) return
            const attrs = { source: picked.choice.id, label: String(numberOf(editor, picked.choice.id)) }
            editor.chain().focus().insertContentAt(behind(editor.state.selection), { type: "footnote", attrs }).run()
          })
          return true
        },
    }
  },
  addKeyboardShortcuts() {
    return { "Mod-Alt-f": ({ editor }) => editor.commands.citeSource() }
  },
  addMenuItems({ menu, buttons }) {
    menu.defineItem({
      name: "footnote",
      groups: "record",
      button: buttons.material("menu_book", `${this.options.words.cite} (Ctrl+Alt+F)`),
      command: (editor) => editor.commands.citeSource(),
    })
  },
})

// Words that are selected are what it is about: it follows them, and never takes their place.
function behind({ $from, to }) {
  return Math.min(to, $from.end())
}

// Where the admin lets this person enter a source; beside the choices of sources below, or nowhere.
const newSource = () => document.querySelector("#citations-group .add-related")?.href

// The place of a source among those the text cites, from 1.
function numberOf(editor, source) {
  const cited = new Set()
  editor.state.doc.descendants((node) => {
    if (node.type.name === "footnote") cited.add(node.attrs.source)
  })
  cited.add(source)
  return [...cited].indexOf(source) + 1
}
