"""Working copies of what was accepted: all or nothing, in one transaction, each change recorded as that editor's."""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from commentary.importing import lookup
from commentary.importing.body import body
from commentary.importing.found import Claim, Named
from commentary.importing.proposals import Proposal, office_of
from commentary.importing.review import Review
from commentary.models import Article
from desk.models import Import
from members.held import Belonging, one_day
from members.models import Affiliation, Membership, Person, Strength, Tenure
from publishing import kinds
from publishing.models import DatedFact, Edition, Entry, EntryCitation, Source
from publishing.overlaps import overlaps
from publishing.periods import next_unit, parse_partial
from publishing.richtext import sanitise
from summits.models import Attendance, Participation, QuotationVariant, Statement, Summit

LONGEST_ADDRESS = 100
# What is accepted as a link in the article and makes nothing of its own.
LINKS = ("link", "quotation")


class Creation:
    """One review turned into drafts. `by` has had a hand in everything it touches."""

    def __init__(self, review: Review, by):
        self.review, self.imported, self.by = review, review.imported, by
        self.made: list[dict] = []
        self.changed: dict = {}

    @transaction.atomic
    def carry_out(self) -> Article:
        """Raises ValidationError or PermissionDenied; then nothing was written."""
        locked = Import.objects.select_for_update().get(pk=self.imported.pk)
        if locked.done_at:
            raise ValidationError(_("Drafts were made of this import already."))
        accepted = self.review.accepted()
        self._refuse_two_links(accepted)
        self.source = self._source()
        # In id order, as every publication locks them.
        list(
            Entry.objects.locked().filter(pk__in={p.target.id for p in accepted if p.kind not in (*LINKS, "statement")})
        )
        article = self._article([p for p in accepted if p.kind in LINKS])
        for proposal in accepted:
            if proposal.kind not in LINKS:
                self._make(proposal)
        self._check_at_once()
        for entry in self.changed.values():
            entry.record_change(self.by)
        self._keep(article)
        return article

    def _make(self, proposal: Proposal) -> None:
        try:
            entry = MAKERS[proposal.kind](self, proposal)
        except ValidationError as error:
            raise ValidationError([f"{proposal.label}: {' '.join(error.messages)}"]) from error
        self.made.append({"key": proposal.key, "entry": str(entry.pk)})
        self.changed[entry.pk] = entry

    def _refuse_two_links(self, accepted: list[Proposal]) -> None:
        linked = {proposal.target for proposal in accepted if proposal.kind == "link"}
        for passage in self.review.reading.passages:
            for mention in passage.mentions:
                if len(linked & set(mention.entries)) > 1:
                    raise ValidationError(_("“%s” is linked to several entries; accept one of them.") % mention.text)

    def _source(self) -> Source:
        if self.imported.source:
            return self.imported.source
        require(self.by, Source, "add")
        source = Source(**self.imported.new_source)
        if self.imported.new_source.get("published_on"):
            source.published_on, source.published_precision = parse_partial(self.imported.new_source["published_on"])
        source.full_clean(exclude=["published_on"])
        source.save()
        return source

    def _article(self, links: list[Proposal]) -> Article:
        require(self.by, Article, "add")
        title = self.imported.title
        article = Article(
            title=title, slug=free_slug("article", title), language=self.imported.language,
            body=sanitise(body(self.review.reading.passages, links)),
        )  # fmt: skip
        dated_moment(article, self.review.reading.day)
        self._save_new(article)
        return article

    def _save_new(self, entry: Entry) -> None:
        entry.full_clean()
        entry.save()
        EntryCitation.objects.create(entry=entry, source=self.source)
        self.changed[entry.pk] = entry

    def statement(self, proposal: Proposal) -> Entry:
        require(self.by, Statement, "add")
        quote = proposal.quotation
        assert quote and quote.speaker
        if not quote.speaker or not Person.objects.filter(pk=quote.speaker.id).exists():
            raise ValidationError(_("The speaker is no longer in the record."))
        title = f"{quote.speaker.title}: “{first_words(quote.words)}”"
        statement = Statement(
            title=title, slug=free_slug("statement", title), speaker_id=quote.speaker.id, type=Statement.Type.QUOTE,
            text=quote.words, language=self.imported.language, summit=lookup.summit_on(proposal.day),
        )  # fmt: skip
        dated_moment(statement, proposal.day)
        self._save_new(statement)
        return statement

    def fact(self, proposal: Proposal) -> Entry:
        assert proposal.claim
        row = ROWS[proposal.kind](proposal.claim, proposal.target)
        owner = self._owner(proposal.target)
        # Uniqueness and periods are asked below and by the database; the generated range is nobody's to clean.
        row.full_clean(exclude=["valid"])
        self._refuse_overlap(row)
        row.save()
        place = _("paragraph %d") % (proposal.passage + 1)
        row.citations.create(source=self.source, locator=place)
        return owner

    def variant(self, proposal: Proposal) -> Entry:
        """The same words as this source gives them, beside those of the statement."""
        assert proposal.quotation
        statement = self._owner(proposal.target)
        order = QuotationVariant.objects.filter(statement=statement.pk).count()
        QuotationVariant.objects.create(
            statement_id=statement.pk, text=proposal.quotation.words, source=self.source, order=order
        )
        return statement

    def chosen(self, proposal: Proposal) -> Entry:
        """A host or a chair is a field of the summit, not a row."""
        assert proposal.claim
        summit = Summit.objects.get(pk=proposal.target.id)
        self._owner(proposal.target)
        if getattr(summit, f"{proposal.kind}_id"):
            raise ValidationError(_("Somebody filled that in meanwhile."))
        setattr(summit, f"{proposal.kind}_id", proposal.claim.subject.id)
        summit.save()
        EntryCitation.objects.get_or_create(entry_id=summit.pk, source=self.source, locator="")
        return summit

    def _owner(self, target: Named) -> Entry:
        require(self.by, kinds.get(target.kind).model, "change")
        return Entry.objects.get(pk=target.id)

    def _refuse_overlap(self, row: DatedFact) -> None:
        if not row.exclusive_by:
            return
        model = type(row)
        wanted = {f"{key}_id": getattr(row, f"{key}_id") for key in model.exclusive_by}
        for one, other in overlaps([*model._default_manager.filter(**wanted), row]):
            if row in (one, other):
                known = other if one is row else one
                raise ValidationError(_("overlaps %s") % lookup.told(known, str(known)))

    def _check_at_once(self) -> None:
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        except IntegrityError as error:
            raise ValidationError(_("Meanwhile somebody saved a period that overlaps one of these.")) from error

    def _keep(self, article: Article) -> None:
        """The import keeps every proposal as it was decided, and what it became."""
        entries = {row["key"]: row["entry"] for row in self.made}
        decided = self.review.decided
        outcome = [
            {"label": p.label, "kind": p.kind, "decision": decided.get(p.key, ""), "entry": entries.get(p.key, "")}
            for p in self.review.proposals
        ]
        now = timezone.now()
        Import.objects.filter(pk=self.imported.pk).update(
            outcome=outcome, done_at=now, done_by=self.by, source=self.source
        )
        self.imported.entries.set(Entry.objects.filter(pk__in=self.changed))


def require(user, model: type, verb: str) -> None:
    if not user.has_perm(f"{model._meta.app_label}.{verb}_{model._meta.model_name}"):  # type: ignore[attr-defined]
        name = model._meta.verbose_name  # type: ignore[attr-defined]
        raise PermissionDenied(_("You may not %(verb)s: %(what)s.") % {"verb": verb, "what": name})


def dated_moment(entry: Entry, iso: str) -> None:
    """A day, month or year that is its own last one."""
    if iso:
        entry.starts_on, entry.start_precision = parse_partial(iso)
        entry.ends_on, entry.end_precision = next_unit(entry.starts_on, entry.start_precision), entry.start_precision


def free_slug(kind: str, title: str) -> str:
    """An address that no working copy has, no edition ever had, and no page of the site's own."""
    start = slugify(title)[:LONGEST_ADDRESS].strip("-") or kind
    for number in range(1, 1000):
        slug = start if number == 1 else f"{start}-{number}"
        taken = (rows.filter(kind=kind, slug=slug).exists() for rows in (Entry.objects, Edition.objects))
        if not any(taken) and not kinds.is_page_of_the_site(kind, slug):
            return slug
    raise ValidationError(_("Too many entries have this title; choose another."))


def first_words(text: str) -> str:
    return text if len(text) <= 60 else text[:60].rsplit(" ", 1)[0] + " …"


def _attendance(claim: Claim, target: Named) -> DatedFact:
    summit = Summit.objects.get(pk=target.id)
    row = Attendance(summit=summit, mode=claim.value)
    if claim.subject.kind == "state":
        row.state_id = claim.subject.id
    else:
        row.person_id = claim.subject.id
        held = lookup.tenures(claim.subject).filter(valid__contains=lookup.at(claim.day), office__state__isnull=False)
        row.state_id = held[0].office.state_id if held else None
    day = summit.starts_on
    belonging = Belonging([summit.organisation_id]) if summit.organisation_id and day else None
    row.is_guest = bool(belonging and day and not belonging.has(row.state_id, one_day(day)))
    return row


def _strength(claim: Claim, target: Named) -> DatedFact:
    row = Strength(force_id=target.id, personnel=int(claim.value))
    row.set_period(claim.day, absent_end="unknown")
    return row


def _membership(claim: Claim, target: Named) -> DatedFact:
    assert claim.object
    row = Membership(state_id=target.id, organisation_id=claim.object.id, status=Membership.Status.MEMBER)
    row.set_period(claim.day)
    return row


def _tenure(claim: Claim, target: Named) -> DatedFact:
    office = office_of(claim)
    if office is None:
        raise ValidationError(_("The office is no longer clear."))
    row = Tenure(person_id=target.id, office=office, is_single_seat=office.is_single_seat)
    row.set_period(claim.day)
    return row


def _affiliation(claim: Claim, target: Named) -> DatedFact:
    assert claim.object
    row = Affiliation(person_id=target.id, institution_id=claim.object.id, role=claim.value)
    # Attested for that day; nobody said since when or until when.
    row.set_period(claim.day, absent_end="unknown")
    return row


def _participation(claim: Claim, target: Named) -> DatedFact:
    return Participation(event_id=target.id, **{f"{claim.subject.kind}_id": claim.subject.id})


ROWS: dict[str, Callable[[Claim, Named], DatedFact]] = {
    "attendance": _attendance, "strength": _strength, "membership": _membership, "tenure": _tenure,
    "affiliation": _affiliation, "participation": _participation,
}  # fmt: skip
MAKERS: dict[str, Callable[[Creation, Proposal], Entry]] = {
    "statement": Creation.statement, "variant": Creation.variant, "host": Creation.chosen, "chair": Creation.chosen,
    **dict.fromkeys(ROWS, Creation.fact),
}  # fmt: skip
