"""The desk as its users have it: people with roles, and forms filled the way a browser would."""

from html.parser import HTMLParser

from django.contrib.auth.models import Group
from django.test import Client

from accounts.models import User
from desk.forms.warnings import TICK
from tests.factories import make_user


def colleague(role: str, name: str = "") -> User:
    """Somebody with one of the five roles, and no more."""
    name = name or role.replace(" ", "-")
    user = make_user(name, is_superuser=False, email=f"{name}@example.org", display_name=name.capitalize())
    user.groups.add(Group.objects.get(name=role))
    return user


def at_desk(role: str, name: str = "") -> Client:
    """A signed-in colleague; `client.user` is who it is."""
    client = Client()
    client.user = colleague(role, name)
    client.force_login(client.user)
    return client


class _Fields(HTMLParser):
    """What a browser would send if the forms of the page were submitted untouched, form by form."""

    def __init__(self):
        super().__init__()
        self.forms: list[dict[str, object]] = [{}]
        self.select = self.area = self.first = None
        self.is_multiple = self.was_chosen = False

    @property
    def data(self) -> dict:
        return self.forms[-1]

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        name = given.get("name")
        if tag == "form":
            self.forms.append({})
        elif tag == "input" and name and given.get("type") not in ("submit", "file", "button"):
            if given.get("type") not in ("checkbox", "radio") or "checked" in given:
                self.data[name] = given.get("value") or ("on" if given.get("type") == "checkbox" else "")
        elif tag == "textarea" and name:
            self.area, self.data[name] = name, ""
        elif tag == "select" and name:
            self.select, self.is_multiple, self.was_chosen = name, "multiple" in given, False
        elif tag == "option" and self.select:
            self._option(given)

    def _option(self, given):
        if self.is_multiple:
            if "selected" in given:
                self.data.setdefault(self.select, []).append(given["value"])
        elif "selected" in given or self.select not in self.data:
            self.data[self.select] = given.get("value", "")

    def handle_data(self, data):
        if self.area:
            self.data[self.area] += data

    def handle_endtag(self, tag):
        if tag == "textarea":
            # A browser drops the line break that follows the opening tag.
            self.data[self.area] = self.data[self.area].removeprefix("\r\n").removeprefix("\n")
            self.area = None
        elif tag == "select":
            self.select = None


def fields_of(page) -> dict:
    """The data of the page's largest form, without the blank rows meant for JavaScript and without list actions."""
    parser = _Fields()
    parser.feed(page.content.decode())
    largest = max(parser.forms, key=len)
    names = ("action", "_selected_action", "select_across", "_save", "csrfmiddlewaretoken")
    return {name: value for name, value in largest.items() if "__prefix__" not in name and name not in names}


def ticked(page) -> dict:
    """The box that says that the warnings were read, where the page of a verb has one."""
    field = page.context["form"].fields.get(TICK)
    return {TICK: field.shown} if field else {}


def send(client: Client, url: str, **changes):
    """Open a form, change some of it, send it. Double underscores in a name stand for hyphens."""
    data = fields_of(client.get(url)) | {name.replace("__", "-"): value for name, value in changes.items()}
    return client.post(url, data)


def words_of(page) -> str:
    """The page as text with single spaces."""
    return " ".join(page.content.decode().split())
