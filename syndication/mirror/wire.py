"""Asking the site: patiently, within the budget, and never anybody else. The key goes to the site alone."""

import json
import random
import re
import time
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from .proof import Broken, NotProven

AGENT = "alliance-record-mirror/1"
LONGEST_PAUSE = 60.0
# So often is contradicted what may have been damaged on the way; then it is the site that contradicts itself.
DOUBTS = 3
MAX_BODY = 256 * 1024 * 1024
CHUNK = 64 * 1024
_LEFT = re.compile(r";\s*r=0\s*(?:;\s*t=([0-9]+))?")


class Refused(Exception):
    """The site said no, and would say it again."""

    def __init__(self, status: int, problem: dict[str, Any]) -> None:
        self.status, self.problem = status, problem
        self.code = str(problem.get("type", "")).rpartition("#problem-")[2]
        super().__init__(f"{status} {self.code}: {problem.get('detail', '')}")


class NoAnswer(Exception):
    """Patience is at an end."""


class Later(Exception):
    """The site asks for patience: for so many seconds, or it does not say how long."""

    def __init__(self, message: str, seconds: float | None) -> None:
        self.seconds = seconds
        super().__init__(message)


class Wire:
    """`patience` is for how many seconds nothing may come of asking before NoAnswer is raised; None: for ever."""

    def __init__(
        self,
        site: str,
        key: str = "",
        patience: float | None = 600,
        timeout: float = 60,
        say: Callable[[str], None] = print,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.site, self.key, self.patience, self.timeout = urlsplit(site), key, patience, timeout
        self.say, self.sleep = say, sleep
        self.not_before = 0.0

    def json(self, path: str, check: Callable[[Any], None], etag: str = "") -> tuple[Any, str]:
        """The body that passes `check`, and its ETag; None for the body when it is what `etag` says (304)."""

        def attempt() -> tuple[Any, str]:
            with self._asked(path, {"If-None-Match": etag} if etag else {}) as response:
                if response.status == 304 and etag:
                    return None, etag
                body = self._body(response)
                if response.status != 200:
                    raise Broken(f"an unexpected {response.status}")
            told = parsed(body)
            try:
                check(told)
            except (AttributeError, KeyError, TypeError) as problem:
                raise Broken(f"an answer of another shape: {problem!r}") from None
            return told, response.headers.get("ETag", "")

        return self.patiently(attempt)

    def download(self, path: str, place: Path, size: int, digest: str) -> None:
        """The file with this SHA-256, going on where an earlier attempt, or an earlier process, stopped."""
        self.patiently(lambda: self._continued(path, place, size, digest))

    def _continued(self, path: str, place: Path, size: int, digest: str) -> None:
        start = place.stat().st_size if place.exists() else 0
        if start >= size:
            place.unlink(missing_ok=True)
            start = 0
        headers = {"Range": f"bytes={start}-", "If-Range": f'"{digest}"'} if start else {}
        with self._asked(path, headers) as response, place.open("ab") as file:
            if response.headers.get("ETag") != f'"{digest}"':
                raise Broken("another file than the manifest's")
            if response.status == 200:
                file.truncate(0)
            elif response.headers.get("Content-Range") != f"bytes {start}-{size - 1}/{size}":
                raise Broken("another part than was asked for")
            while chunk := response.read(CHUNK):
                file.write(chunk)
        if place.stat().st_size < size:
            raise Broken("the file broke off")

    def patiently(self, attempt: Callable[[], Any]) -> Any:
        """What `attempt` returns, tried again after whatever may pass."""
        began, tries, doubts = time.monotonic(), 0, 0
        while True:
            self._wait_for_budget()
            try:
                return attempt()
            except NotProven:
                doubts += 1
                if doubts == DOUBTS:
                    raise
                problem, pause = "an answer that contradicts itself", None
            except Later as asked:
                problem, pause = str(asked), asked.seconds
            except (Broken, OSError, HTTPException) as broken:
                problem, pause = f"{type(broken).__name__}: {broken}", None
            tries += 1
            if pause is None:
                pause = min(LONGEST_PAUSE, 0.25 * 2 ** min(tries, 9)) * random.uniform(0.5, 1)
            if self.patience is not None and time.monotonic() - began + pause > self.patience:
                raise NoAnswer(problem)
            self.say(f"{problem}; again in {pause:.1f} s")
            self.sleep(pause)

    def _asked(self, path: str, headers: dict[str, str]) -> HTTPResponse:
        """The answer, if it is one. Redirects are not followed: the key would go with them."""
        kind = HTTPSConnection if self.site.scheme == "https" else HTTPConnection
        connection = kind(self.site.hostname or "", self.site.port, timeout=self.timeout)
        headers = {"User-Agent": AGENT, "Connection": "close"} | headers
        if self.key:
            headers["Authorization"] = f"Bearer {self.key}"
        connection.request("GET", self.site.path.rstrip("/") + path, headers=headers)
        response = connection.getresponse()
        self._note_budget(response)
        if response.status == 429 or response.status >= 500:
            with response:
                raise Later(f"the site answers {response.status}", seconds(response.headers.get("Retry-After", "")))
        if response.status >= 300 and response.status != 304:
            with response:
                raise Refused(response.status, problem_of(self._body(response)))
        return response

    def _body(self, response: HTTPResponse) -> bytes:
        body = response.read(MAX_BODY)
        # Python raises IncompleteRead by itself only where everything is read at once.
        if response.length:
            raise Broken("the answer broke off")
        return body

    def _note_budget(self, response: HTTPResponse) -> None:
        """The last call of a window is the last until the next begins (draft-ietf-httpapi-ratelimit-headers)."""
        spent = [int(window or 1) for window in _LEFT.findall(response.headers.get("RateLimit", ""))]
        if spent:
            self.not_before = time.monotonic() + max(spent)

    def _wait_for_budget(self) -> None:
        pause = self.not_before - time.monotonic()
        self.not_before = 0.0
        if pause > 0:
            self.say(f"the budget is spent; on in {pause:.0f} s")
            self.sleep(pause)


def seconds(text: str) -> float | None:
    """Retry-After, whichever of its two forms it has."""
    if text.strip().isdigit():
        return float(text)
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    return max(0.0, (moment.replace(tzinfo=moment.tzinfo or UTC) - datetime.now(UTC)).total_seconds())


def parsed(body: bytes) -> Any:
    try:
        return json.loads(body)
    except ValueError:
        raise Broken("an answer that is not JSON") from None


def problem_of(body: bytes) -> dict[str, Any]:
    """RFC 9457, if it is the site that answers; a refusal by anything in between is an answer broken on the way."""
    problem = parsed(body)
    if not isinstance(problem, dict) or "type" not in problem:
        raise Broken("a refusal that is not the site's")
    return problem
