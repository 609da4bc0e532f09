// What the desk adds to the rich text editor. `options` come from desk/forms/richtext.py: addresses, words, limits.
import { Extension } from "django-prose-editor/editor"
import { Footnote } from "./footnote.js"
import { EntryFigure } from "./figure.js"
import { KnownNames } from "./names.js"
import { LiveFact } from "./livefact.js"
import { Manners } from "./manners.js"
import { Mention } from "./mention.js"
import { HeadedTable } from "./table.js"

export const DeskText = Extension.create({
  name: "deskText",
  addOptions: () => ({ urls: {}, words: {}, most: 0 }),
  addExtensions() {
    return [Footnote, LiveFact, EntryFigure, Mention, KnownNames, HeadedTable, Manners].map((each) => each.configure(this.options))
  },
})
