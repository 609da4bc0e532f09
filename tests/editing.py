"""An editor of flesh and blood over HTTP: signs in, opens a form, types, saves, answers what is asked, saves again."""

import random
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from html import unescape
from http.cookiejar import CookieJar
from threading import Thread
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, HTTPRedirectHandler, build_opener

from tests.desk import fields_of

_TEXT = r'.*?<div class="conflict__text">(.*?)</div>.*?'
ASKED = re.compile(
    rf'<fieldset class="conflict__field">.*?value="mine">{_TEXT}name="merge-(.*?)" value="theirs">{_TEXT}</fieldset>',
    re.DOTALL,
)


# Seconds at most before a form is sent, and after one was saved: whoever saved would else always be the first again.
THINKING, RESTING = 1.0, 8.0


@dataclass
class Answer:
    status: int
    content: bytes

    @property
    def text(self) -> str:
        return self.content.decode()


class Browser:
    """Cookies and forms, no script; a redirect is an answer."""

    class _Stay(HTTPRedirectHandler):
        def redirect_request(self, *args):
            return None

    def __init__(self, base: str):
        self.base, self.cookies = base, CookieJar()
        self.opener = build_opener(HTTPCookieProcessor(self.cookies), self._Stay())

    def open(self, address: str, data: dict | None = None) -> Answer:
        token = next((cookie.value for cookie in self.cookies if cookie.name == "csrftoken"), "")
        sent = None if data is None else urlencode(data | {"csrfmiddlewaretoken": token}, doseq=True).encode()
        try:
            with self.opener.open(self.base + address, sent, timeout=120) as answer:
                return Answer(answer.status, answer.read())
        except HTTPError as answer:
            return Answer(answer.code, answer.read())

    def sign_in(self, name: str, password: str) -> None:
        self.open("/admin/login/")
        answer = self.open("/admin/login/", {"username": name, "password": password, "next": "/admin/"})
        assert answer.status == 302, answer.status


@dataclass
class Save:
    """One that was accepted: on which version, what its author meant to change, and the whole form as it was sent."""

    by: str
    version: int
    own: dict[str, str]
    sent: dict


@dataclass
class Refusal:
    """One that met a newer save. `asked`: field → (mine, theirs) as the page showed them."""

    own: dict[str, str]
    asked: dict[str, tuple[str, str]]
    shown: dict
    page: str = field(repr=False)


class Editor(Thread):
    """Works on one entry until `goes_on` says no. What is refused is answered: mine or theirs, by chance."""

    def __init__(self, name: str, browser: Browser, address: str, fields: dict[str, str], goes_on: Callable[[], bool]):
        super().__init__(daemon=True, name=name)
        self.browser, self.address, self.fields, self.goes_on = browser, address, fields, goes_on
        self.random = random.Random(name)
        self.saves: list[Save] = []
        self.refusals: list[Refusal] = []
        self.gave_way = 0
        self.error: Exception | None = None

    def run(self):
        try:
            while self.goes_on():
                self.work()
        except Exception as error:  # noqa: BLE001 - shown by the test
            self.error = error

    def work(self) -> None:
        """Opens the form, changes one field or two, saves until it is saved or given up."""
        page = self.browser.open(self.address)
        assert page.status == 200, page.status
        chosen = self.random.sample(list(self.fields), self.random.choice([1, 2]))
        turn = f"{len(self.saves)}-{len(self.refusals)}"
        own = {name: self.fields[name] % f"{self.name} wrote {turn}" for name in chosen}
        data = fields_of(page) | own
        while own and self.goes_on():
            time.sleep(self.random.uniform(0, THINKING))
            answer = self.browser.open(self.address, data)
            if answer.status == 302:
                self.saves.append(Save(self.name, int(data["version"]), own, data))
                time.sleep(self.random.uniform(0, RESTING))
                return
            assert answer.status == 200, (answer.status, answer.text[-500:])
            refusal = self.read(own, answer)
            data = refusal.shown | self.choose(own, refusal)
        self.gave_way += not own

    def read(self, own: dict[str, str], answer: Answer) -> Refusal:
        asked = {unescape(path): (told(mine), told(theirs)) for mine, path, theirs in ASKED.findall(answer.text)}
        refusal = Refusal(dict(own), asked, fields_of(answer), answer.text)
        self.refusals.append(refusal)
        return refusal

    def choose(self, own: dict[str, str], refusal: Refusal) -> dict[str, str]:
        """The answers to what was asked; what is left to theirs is no longer the editor's own."""
        answers = {path: self.random.choice(["mine", "theirs"]) for path in refusal.asked}
        for path, answer in answers.items():
            if answer == "theirs":
                own.pop(path, None)
        return {f"merge-{path}": answer for path, answer in answers.items()}


def told(html: str) -> str:
    return unescape(re.sub(r"<[^>]+>", "", html)).strip()
