"""A person without a mouse: presses keys, sees where the focus is, and gets nowhere else."""

from playwright.sync_api import Page

# Asked once the step has been painted: before, nobody could have seen it.
FOCUSED = r"""async () => {
  await new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted)));
  const at = document.activeElement;
  // A list that is searched while typing shows its focus on its frame.
  const picker = at.closest(".select2-container");
  const seen = picker ? picker.querySelector(".select2-selection") : at;
  const style = getComputedStyle(seen);
  const box = seen.getBoundingClientRect();
  const label = at.labels?.[0]?.textContent || at.getAttribute("aria-label") || at.textContent.trim() || at.value || "";
  return {
    tag: at.tagName.toLowerCase(),
    name: label.replace(/\s+/g, " ").trim(),
    field: (picker ? picker.previousElementSibling : at).getAttribute("name") || "",
    ring: (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none",
    isOnScreen: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight,
    isEditor: at.isContentEditable,
  };
}"""
# More steps than any screen has places.
FAR = 250


class Keyboard:
    """Moves over `page` by Tab alone; every stop must show that it has the focus."""

    def __init__(self, page: Page):
        self.page = page
        self.unseen: list[str] = []

    def at(self) -> dict:
        return self.page.evaluate(FOCUSED)

    def go(self, name: str = "", *, field: str = "", tag: str = "") -> None:
        """Tab until the focus is on what is called `name`, or the field of that name."""
        for _step in range(FAR):
            self.page.keyboard.press("Tab")
            at = self.at()
            self._look(at)
            if (not tag or at["tag"] == tag) and (at["field"] == field if field else at["name"] == name):
                return
        raise AssertionError(f"Tab never reaches {name or field} on {self.page.url}")

    def type(self, text: str, **where) -> None:
        self.go(**where)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)

    def pick(self, text: str, *, field: str) -> None:
        """In a list that is searched while typing: open it, type, take what comes first."""
        self.go(field=field)
        self.page.keyboard.press("Enter")
        self.page.keyboard.type(text)
        self.page.locator(".select2-results__option--highlighted", has_text=text).wait_for()
        self.page.keyboard.press("Enter")

    def press(self, name: str, **where) -> None:
        """Go there and press Enter, which leads to another page."""
        self.go(name, **where)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def said(self) -> str:
        """What the desk answers; what it objects to, where it does."""
        messages = self.page.locator(".messagelist, .errorlist, .errornote")
        return " ".join(messages.all_inner_texts())

    def _look(self, at: dict) -> None:
        if at["tag"] != "body" and not (at["ring"] and at["isOnScreen"]):
            self.unseen.append(f"{self.page.url}: {at['tag']} {at['name'][:40] or at['field']}")
