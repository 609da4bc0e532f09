"""What stands in the links of a letter: the row it is about, signed, for one purpose. Nothing of it is stored."""

from uuid import UUID

from django.core import signing
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from home.models import UNCONFIRMED_FOR, Follow
from publishing.elsewhere import absolute

CONFIRM, STOP = "follow.confirm", "follow.stop"


def token_of(follow: Follow, purpose: str) -> str:
    return signing.dumps(str(follow.pk), salt=purpose)


def read(token: str, purpose: str) -> UUID:
    """The id of the row. A link to confirm runs out; one that stops letters never does. Raises Http404."""
    try:
        age = UNCONFIRMED_FOR if purpose == CONFIRM else None
        return UUID(signing.loads(token, salt=purpose, max_age=age))
    except (signing.BadSignature, ValueError, TypeError):
        raise Http404(_("This link is not one of ours, or it has run out.")) from None


def confirm_url(follow: Follow) -> str:
    return absolute(reverse("home:follow-confirm", args=[token_of(follow, CONFIRM)])) or ""


def stop_url(follow: Follow) -> str:
    return absolute(reverse("home:follow-stop", args=[token_of(follow, STOP)])) or ""
