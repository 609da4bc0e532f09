// A table of a record has heads to its columns, so the dialog begins with them.
import { Extension, gettext, updateAttrsDialog } from "django-prose-editor/editor"

const count = (title) => ({ type: "number", title: gettext(title), format: "number", default: "3", min: "1", max: "100" })

const asked = updateAttrsDialog(
  {
    rows: count("Rows"),
    cols: count("Columns"),
    withHeaderRow: { title: gettext("Include header row"), enum: ["Yes", "No"], default: "Yes" },
  },
  { title: gettext("Table Properties"), submitText: gettext("Insert Table") },
)

export const HeadedTable = Extension.create({
  name: "headedTable",
  // After the editor's own command of this name.
  priority: 10,
  addCommands: () => ({
    insertTableWithOptions:
      () =>
      ({ editor }) => {
        asked(editor, {}).then((chosen) => {
          if (!chosen) return
          const [rows, cols] = [chosen.rows, chosen.cols].map((typed) => Number.parseInt(typed, 10) || 3)
          editor.chain().focus().insertTable({ rows, cols, withHeaderRow: chosen.withHeaderRow === "Yes" }).run()
        })
      },
  }),
})
