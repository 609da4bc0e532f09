"""Who calls: a partner by its key, anybody else by address."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from publishing.remote import address_of
from syndication.models import Key, Partner
from syndication.models.partners import KEY, digest_of_key
from syndication.plans import NO_SCOPE, OPEN, PUBLIC, Plan, plan
from syndication.v1.problems import Problem

# Compared with where no key has the prefix, so that the answer takes as long.
NO_DIGEST = "0" * 64


@dataclass(frozen=True)
class Caller:
    """Whose budget a call is charged to, and what it may open. Without a key: `public`, by address."""

    holder: str
    plan: Plan
    scopes: frozenset[str]
    key: Key | None = None

    @property
    def partner(self) -> Partner | None:
        return self.key.partner if self.key else None

    @property
    def known_key(self) -> Key:
        """The key of a caller that is known to have one: its endpoint is open to nobody else."""
        if self.key is None:
            raise LookupError("an anonymous caller has no key")
        return self.key

    @property
    def known_partner(self) -> Partner:
        return self.known_key.partner

    def require(self, scope: str, needs_key: bool = False) -> None:
        """Raises the problem that stands between the caller and the scope, if there is one."""
        if self.key is None and (needs_key or scope not in OPEN):
            raise unauthorised("key-needed", _("This needs a key, sent as “Authorization: Bearer …”."))
        if scope != NO_SCOPE and scope not in self.scopes:
            detail = _("This key does not have the scope “%s”.") % scope
            bearer = f'Bearer error="insufficient_scope", scope="{scope}"'
            raise Problem(403, "insufficient-scope", detail, {"WWW-Authenticate": bearer}, scope=scope)


class UnusableKey(Problem):
    """A key that is real and opens nothing: its partner is charged with a refusal."""

    def __init__(self, key: Key, status: int, code: str, detail: str):
        self.key = key
        super().__init__(status, code, detail, INVALID if status == 401 else None)


INVALID = {"WWW-Authenticate": 'Bearer error="invalid_token"'}


def unauthorised(code: str, detail: str) -> Problem:
    challenge = {"WWW-Authenticate": "Bearer"} if code == "key-needed" else INVALID
    return Problem(401, code, detail, challenge)


def caller_of(request: HttpRequest, now: datetime | None = None) -> Caller:
    """The caller, or the problem with the key it sent."""
    header = request.headers.get("Authorization")
    if header is None:
        return stranger(request)
    key = key_of(header)
    require_usable(key, now or timezone.now())
    return Caller(f"partner:{key.partner_id}", key.partner.budget, frozenset(key.scopes), key)


def key_of(header: str) -> Key:
    """The key in an Authorization header. One answer for a prefix nobody has and for a secret that is wrong."""
    scheme, _space, text = header.partition(" ")
    match = KEY.fullmatch(text.strip())
    if scheme.lower() != "bearer" or not match:
        raise unauthorised("malformed-key", _("This is not a key; send it as “Authorization: Bearer ark_…”."))
    key = Key.objects.select_related("partner").filter(prefix=match[1]).first()
    if not secrets.compare_digest(digest_of_key(match[0]), key.digest if key else NO_DIGEST) or key is None:
        raise unauthorised("unknown-key", _("This key is not known here."))
    return key


def require_usable(key: Key, now: datetime) -> None:
    if key.revoked_at:
        raise UnusableKey(key, 401, "revoked-key", _("This key was revoked."))
    if key.is_expired(now) or key.slot is None:
        raise UnusableKey(key, 401, "expired-key", _("This key has expired."))
    if not key.partner.is_active:
        raise UnusableKey(key, 403, "partner-inactive", _("The partnership of this key is not active."))
    if not key.partner.has_accepted_terms(now):
        raise UnusableKey(key, 403, "terms-not-accepted", _("The partner of this key has not accepted the terms."))


def stranger(request: HttpRequest) -> Caller:
    """Whoever sends no key. The address is kept as a keyed digest: nobody can read the table for who called."""
    digest = salted_hmac("syndication.v1.callers", address_of(request), algorithm="sha256").hexdigest()
    return Caller(f"address:{digest}", plan(PUBLIC), OPEN - {NO_SCOPE})
