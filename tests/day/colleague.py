"""A colleague at the desk: signs in with a password, clicks and types, and reads what the desk answers."""

from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.day.camera import HEIGHT, WIDTH, Camera
from tests.record import PASSWORD

# Where a word of the text stands on the screen: its middle.
WORD = """(text, word) => {
  const walk = document.createTreeWalker(text, NodeFilter.SHOW_TEXT), range = document.createRange();
  while (walk.nextNode()) {
    const at = walk.currentNode.data.indexOf(word);
    if (at < 0) continue;
    range.setStart(walk.currentNode, at);
    range.setEnd(walk.currentNode, at + word.length);
    range.startContainer.parentElement.scrollIntoView({ block: "center" });
    const box = range.getBoundingClientRect();
    return [box.x + box.width / 2, box.y + box.height / 2];
  }
}"""


class Colleague:
    def __init__(self, context: BrowserContext, name: str, camera: Camera):
        self.camera = camera
        self.page: Page = context.new_page()
        self.page.set_viewport_size({"width": WIDTH, "height": HEIGHT})
        self.page.on("dialog", lambda dialog: dialog.accept())
        self.broken: list[str] = []
        self.page.on("pageerror", lambda error: self.broken.append(str(error)))
        self.page.on("console", lambda said: "Security Policy" in said.text and self.broken.append(said.text))
        self.page.goto("/admin/")
        self.page.get_by_label("Username").fill(name)
        self.page.get_by_label("Password").fill(PASSWORD)
        self.page.get_by_role("button", name="Log in").click()
        expect(self.page.get_by_role("heading", name="On the desk")).to_be_visible()

    # Going somewhere

    def home(self) -> None:
        self.page.locator("#site-name a").click()

    def follow(self, name: str, within: str = "#content") -> None:
        self.page.locator(within).get_by_role("link", name=name, exact=True).first.click()

    def shelf(self, label: str) -> Locator:
        """What lies on a shelf of the front page."""
        self.home()
        return self.page.get_by_role("region", name=label)

    def take_from(self, label: str, title: str) -> None:
        self.shelf(label).get_by_role("link", name=title).click()

    def look_up(self, title: str) -> None:
        """By its name, in the list of all entries."""
        self.home()
        self.follow("All entries")
        self.page.locator("#searchbar").fill(title)
        self.page.get_by_role("button", name="Search").click()
        self.page.locator("#result_list").get_by_role("link", name=title, exact=True).click()

    # Doing something

    def save(self) -> None:
        self.page.get_by_role("button", name="Save and continue editing").first.click()
        self.is_told("changed successfully")

    def verb(self, label: str) -> None:
        """To the page that asks before it is done."""
        self.page.locator(".desk__verbs").get_by_role("link", name=label, exact=True).click()

    def confirm(self, label: str, told: str) -> None:
        button = self.page.locator(".submit-row").get_by_role("button", name=label, exact=True)
        expect(button).to_be_visible()
        warnings_read = self.page.locator("#id_warnings_read")
        if warnings_read.count():
            warnings_read.check()
        button.click()
        self.is_told(told)

    def do(self, label: str, told: str) -> None:
        self.verb(label)
        self.confirm(label, told)

    def offers(self) -> list[str]:
        """The verbs that this colleague has here."""
        return self.page.locator(".desk__verbs li").all_inner_texts()

    def rewrite(self, before: str, after: str) -> None:
        """A paragraph of the text, typed anew."""
        self.page.locator(".tiptap p", has_text=before).click(click_count=3)
        self.page.keyboard.type(after)

    def replace_word(self, before: str, after: str) -> None:
        """A word of the text, chosen with a double click."""
        self.page.mouse.dblclick(*self.page.locator(".tiptap").evaluate(WORD, before))
        self.page.keyboard.type(after)

    # Seeing something

    def is_told(self, words: str) -> None:
        expect(self.page.locator(".messagelist").get_by_text(words)).to_be_visible()

    def sees(self, words: str, within: str = "#content") -> None:
        expect(self.page.locator(within).get_by_text(words).first).to_be_visible()

    def stands(self, stage: str) -> None:
        expect(self.page.locator(".desk .stage")).to_have_text(stage)

    def take(self, name: str, at: Locator | None = None, height: int = HEIGHT) -> None:
        self.camera.take(self.page, name, at, height)
