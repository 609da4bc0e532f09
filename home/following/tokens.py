"""What stands in the links of a letter: what it is about, signed, for one purpose. Nothing of it is stored."""

from uuid import UUID

from django.core import signing
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from home.models import UNCONFIRMED_FOR, Follow
from publishing.elsewhere import absolute

# Links to confirm and to stop are of a row. One that silences an address is of its digest: it outlives every row.
CONFIRM, STOP, NEVER = "follow.confirm", "follow.stop", "follow.never"


def token_of(follow: Follow, purpose: str) -> str:
    return signing.dumps(follow.digest if purpose == NEVER else str(follow.pk), salt=purpose)


def read(token: str, purpose: str) -> str:
    """What was signed. A link to confirm runs out; one that stops letters never does. Raises Http404."""
    try:
        said = signing.loads(token, salt=purpose, max_age=UNCONFIRMED_FOR if purpose == CONFIRM else None)
        return said if purpose == NEVER else str(UUID(said))
    except (signing.BadSignature, ValueError, TypeError, AttributeError):
        raise Http404(_("This link is not one of ours, or it has run out.")) from None


def confirm_url(follow: Follow) -> str:
    return _url("home:follow-confirm", follow, CONFIRM)


def stop_url(follow: Follow) -> str:
    return _url("home:follow-stop", follow, STOP)


def never_url(follow: Follow) -> str:
    return _url("home:follow-never", follow, NEVER)


def _url(name: str, follow: Follow, purpose: str) -> str:
    return absolute(reverse(name, args=[token_of(follow, purpose)])) or ""
