"""Outside fact-checkers: a link to one frozen version of an entry, and what they answered to each of its facts."""

import secrets
from datetime import timedelta
from hashlib import sha256

import orjson
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from desk.asking import questions
from publishing.canonical import canonical, digest_of_text
from publishing.models import Entry

MAX_WORDS = 2_000
MAX_DAYS = 60
# A person needs a dozen; beyond this somebody else has the link.
MAX_SAVES = 300


def digest_of_token(token: str) -> str:
    return sha256(token.encode()).hexdigest()


class FactCheckQuerySet(models.QuerySet):
    def of_token(self, token: str):
        return self.filter(token_digest=digest_of_token(token))


class FactCheck(models.Model):
    """One link. The secret in it is kept as a digest alone: whoever reads this table cannot open it."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="+")
    token_digest = models.CharField(max_length=64, unique=True)
    canonical = models.TextField()
    digest = models.CharField(max_length=64)
    checker = models.CharField(_("name of the checker"), max_length=200)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    remark = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    saves = models.PositiveIntegerField(default=0)

    objects = FactCheckQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [models.Index(fields=["entry", "-created_at"], name="desk_fact_check_entry")]

    def __str__(self):
        return f"{self.checker}: {self.entry_id}"

    @property
    def document(self) -> dict:
        return orjson.loads(self.canonical)

    @property
    def is_open(self) -> bool:
        return self.revoked_at is None and timezone.now() < self.expires_at

    @classmethod
    def invite(cls, entry: Entry, by, checker: str, days: int) -> tuple["FactCheck", str]:
        """A link to the entry as it stands now, and its secret, which nobody can be told again."""
        text, token = canonical(entry.document()), secrets.token_urlsafe(32)
        made = cls.objects.create(
            entry_id=entry.pk,
            token_digest=digest_of_token(token),
            canonical=text,
            digest=digest_of_text(text),
            checker=checker,
            created_by=by,
            expires_at=timezone.now() + timedelta(days=days),
        )
        return made, token

    def revoke(self) -> None:
        FactCheck.objects.filter(pk=self.pk, revoked_at=None).update(revoked_at=timezone.now())

    @transaction.atomic
    def answer(self, verdicts: dict[str, tuple[str, str]], remark: str) -> None:
        """Keep what the checker says now to each question: `uid → (verdict, words)`; one left out is skipped.

        An objection that is worded anew is open again. Raises ValidationError when the link is no longer open.
        """
        locked = FactCheck.objects.select_for_update().get(pk=self.pk)
        if not locked.is_open or locked.saves >= MAX_SAVES:
            raise ValidationError(_("This link no longer takes answers."))
        before = {str(each.fact): each for each in FactAnswer.objects.filter(fact_check=self)}
        for uid in dict.fromkeys(question.id for question in questions(self.document)):
            self._keep(uid, verdicts.get(uid), before.get(uid))
        locked.remark, locked.answered_at, locked.saves = remark, timezone.now(), locked.saves + 1
        locked.save(update_fields=["remark", "answered_at", "saves"])

    def _keep(self, uid: str, said: tuple[str, str] | None, before: "FactAnswer | None") -> None:
        if said is None:
            if before:
                before.delete()
        elif before is None or (before.verdict, before.words) != said:
            values = {"verdict": said[0], "words": said[1], "at": timezone.now()}
            settled = {"settled_at": None, "settled_by": None, "settlement": ""}
            FactAnswer.objects.update_or_create(fact_check=self, fact=uid, defaults=values | settled)


class FactAnswerQuerySet(models.QuerySet):
    def open_objections(self):
        return self.filter(verdict=FactAnswer.Verdict.OBJECTION, settled_at=None)


class FactAnswer(models.Model):
    """What a checker says of one fact or paragraph of the frozen version; `fact` is the id of the question."""

    class Verdict(models.TextChoices):
        RIGHT = "right", _("right")
        OBJECTION = "objection", _("objection")

    fact_check = models.ForeignKey(FactCheck, on_delete=models.CASCADE, related_name="answers")
    fact = models.UUIDField()
    verdict = models.CharField(max_length=10, choices=Verdict)
    words = models.TextField(blank=True)
    at = models.DateTimeField(default=timezone.now)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    settlement = models.TextField(blank=True)

    objects = FactAnswerQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["fact_check", "fact"], name="desk_fact_answered_once"),
            models.CheckConstraint(
                name="desk_objection_has_words", condition=~models.Q(verdict="objection") | ~models.Q(words="")
            ),
        ]

    def __str__(self):
        return f"{self.verdict}: {self.fact}"

    def settle(self, by, comment: str) -> None:
        if not comment.strip():
            raise ValidationError(_("Say how it was settled."))
        now = timezone.now()
        mine = FactAnswer.objects.open_objections().filter(pk=self.pk)
        mine.update(settled_at=now, settled_by=by, settlement=comment.strip())
