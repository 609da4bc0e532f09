"""Letting a warning stand, and taking that back. Who did either, when and why is kept."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from publishing.gate import Finding, Level
from publishing.models import Entry, Waiver

RIGHT = "publishing.submit_entry"
MAX_REASON = 2_000


@transaction.atomic
def waive(entry: Entry, finding: Finding, by, reason: str) -> Waiver:
    """Let `finding` stand at `entry` as long as it says the same. Only warnings: a blocker is never waived."""
    _require_right(by)
    if finding.level != Level.WARNING:
        raise ValidationError(_("Only a warning can be waived."))
    reason = reason.replace("\x00", "").strip()
    if not reason:
        raise ValidationError(_("Say why the warning may stand."))
    if len(reason) > MAX_REASON:
        raise ValidationError(_("The reason is longer than %d characters.") % MAX_REASON)
    waiver, _made = Waiver.objects.get_or_create(
        entry_id=entry.pk,
        identity=finding.identity,
        withdrawn_at=None,
        defaults={"code": finding.code, "message": finding.message, "reason": reason, "by": by},
    )
    return waiver


@transaction.atomic
def withdraw_waiver(waiver: Waiver, by) -> None:
    """The warning counts again. What was said for it stays on record."""
    _require_right(by)
    standing = Waiver.objects.in_force().filter(pk=waiver.pk)
    standing.update(withdrawn_by=by, withdrawn_at=timezone.now())


def _require_right(user) -> None:
    if not user.has_perm(RIGHT):
        raise PermissionDenied(_("This needs the right “%s”.") % RIGHT)
