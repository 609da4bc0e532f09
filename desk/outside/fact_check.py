"""One frozen version of an entry, for somebody sent the link: each fact and paragraph to tick, object to, or skip."""

from itertools import groupby
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from desk.asking import Question, heading, questions
from desk.models import FactAnswer, FactCheck
from desk.models.fact_check import MAX_WORDS
from publishing import kinds
from publishing.citing import Sources
from publishing.comparing.fields import label_of, told

MAX_BODY = 512 * 1024
VERDICTS = (*FactAnswer.Verdict.values, "")


# No cookie opens this page, so nobody's browser can be made to answer for them: who can send the form has the link.
# A token of Django's would need a Referer or an Origin, which this page keeps from being sent.
@method_decorator(csrf_exempt, name="dispatch")
class FactCheckPage(View):
    http_method_names = ["get", "head", "post"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        check = FactCheck.objects.of_token(kwargs["token"]).first()
        if check is None or not check.is_open:
            return kept_private(over(request, check))
        return kept_private(super().dispatch(request, check))

    def get(self, request: HttpRequest, check: FactCheck) -> HttpResponse:
        given = {str(each.fact): (each.verdict, each.words) for each in check.answers.all()}
        return page(request, check, given, check.remark)

    def post(self, request: HttpRequest, check: FactCheck) -> HttpResponse:
        if int(request.META.get("CONTENT_LENGTH") or 0) > MAX_BODY:
            return render(request, "desk/fact-check-over.html", {"is_too_large": True}, status=413)
        given, remark = answers_in(request, check), request.POST.get("remark", "").strip()
        try:
            refuse_faults(given, remark)
            check.answer({uid: said for uid, said in given.items() if said[0]}, remark)
        except ValidationError as refusal:
            return page(request, check, given, remark, refusal.messages)
        return redirect(f"{request.path}?kept=1")


def answers_in(request: HttpRequest, check: FactCheck) -> dict[str, tuple[str, str]]:
    """`uid → (verdict, words)` for the questions of this version; whatever else was sent is not looked at."""
    keys = [question.id for question in questions(check.document)]
    return {key: (request.POST.get(f"verdict-{key}", ""), request.POST.get(f"words-{key}", "").strip()) for key in keys}


def refuse_faults(given: dict[str, tuple[str, str]], remark: str) -> None:
    if any(verdict not in VERDICTS for verdict, _words in given.values()):
        raise ValidationError(_("An answer is neither right nor an objection."))
    if any(
        "\x00" in text or len(text) > MAX_WORDS for text in (remark, *(words for _verdict, words in given.values()))
    ):
        raise ValidationError(_("An answer is longer than %d characters.") % MAX_WORDS)
    if any(verdict == FactAnswer.Verdict.OBJECTION and not words for verdict, words in given.values()):
        raise ValidationError(_("Say in words what you object to; nothing was kept."))


def page(request: HttpRequest, check: FactCheck, given: dict, remark: str, faults=()) -> HttpResponse:
    document = check.document
    sources = Sources()
    rich = kinds.get(document["kind"]).serializer.rich_fields
    for name in rich:
        sources.add_footnotes(document[name], document["sources"])
    sources.add(document["sources"])
    context = {
        "check": check,
        "document": document,
        "kind": kinds.get(document["kind"]),
        "fields": list(told(document)),
        "texts": [(label_of(name), document[name]) for name in rich if document[name]],
        "parts": [
            {"heading": heading(part), "asked": [_asked(question, given) for question in group]}
            for part, group in groupby(questions(document), key=lambda question: question.part)
        ],
        "sources": sources,
        # No entry is linked: nothing else of the site is for this reader.
        "references": {},
        "remark": remark,
        "faults": faults,
        "kept": "kept" in request.GET and not faults,
        "max_words": MAX_WORDS,
        "site_name": settings.SITE_NAME,
    }
    return render(request, "desk/fact-check.html", context, status=400 if faults else 200)


def _asked(question: Question, given: dict) -> dict[str, Any]:
    verdict, words = given.get(question.id, ("", ""))
    return {"question": question, "verdict": verdict, "words": words}


def over(request: HttpRequest, check: FactCheck | None) -> HttpResponse:
    """The link is no longer open, or never was one."""
    context = {"check": check, "site_name": settings.SITE_NAME}
    return render(request, "desk/fact-check-over.html", context, status=410 if check else 404)


def kept_private(response: HttpResponseBase) -> HttpResponseBase:
    response["Cache-Control"] = "no-store, private"
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    # The address is the key: it must not travel to the sources the page links to.
    response["Referrer-Policy"] = "no-referrer"
    return response
