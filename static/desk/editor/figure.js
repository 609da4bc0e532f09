// A figure shows a picture of the entry; its alternative text, credit and licence stand with the image, below the form.
import { Node } from "django-prose-editor/editor"
import { ask, element, thisEntry } from "./asking.js"
import { pick } from "./picker.js"

const PREFIX = "/media/"

export const EntryFigure = Node.create({
  name: "entryFigure",
  group: "block",
  atom: true,
  draggable: true,
  addOptions: () => ({ urls: {}, words: {} }),
  addAttributes: () => ({ src: { default: "" }, alt: { default: "" } }),
  parseHTML: () => [
    {
      tag: "figure",
      getAttrs: (dom) => {
        const src = dom.querySelector("img")?.getAttribute("src") || ""
        return src.startsWith(PREFIX) && { src, alt: dom.querySelector("img").alt }
      },
    },
  ],
  renderHTML: ({ node }) => ["figure", ["img", { src: node.attrs.src, alt: node.attrs.alt }]],
  renderText: () => "",
  addNodeView() {
    return ({ node }) => {
      const address = new URLSearchParams({ src: node.attrs.src.slice(PREFIX.length) })
      // The picture may not be public yet: the desk shows it to whoever may see the entry.
      const image = element("img", { src: `${this.options.urls.picture}?${address}`, alt: node.attrs.alt })
      return { dom: element("figure", {}, image, element("figcaption", { textContent: node.attrs.alt })) }
    }
  },
  addCommands() {
    const { urls, words } = this.options
    return {
      showPicture:
        () =>
        ({ editor, dispatch }) => {
          if (!dispatch) return true
          const search = async (typed) => {
            const { results } = thisEntry() ? await ask(urls.pictures, { text: thisEntry() }) : { results: [] }
            return results.filter((each) => each.label.toLowerCase().includes(typed.toLowerCase()))
          }
          const told = { ...words, nothing: words.noPicture }
          pick(editor, { title: words.figure, label: words.picture, search, words: told }).then((picked) => {
            if (!picked) return
            const attrs = { src: PREFIX + picked.choice.id, alt: picked.choice.label }
            editor.chain().focus().insertContent({ type: "entryFigure", attrs }).run()
          })
          return true
        },
    }
  },
  addMenuItems({ menu, buttons }) {
    menu.defineItem({
      name: "entryFigure",
      groups: "record",
      button: buttons.material("image", this.options.words.figure),
      command: (editor) => editor.commands.showPicture(),
    })
  },
})
