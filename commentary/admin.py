"""The editors' screens of articles and commentary."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from commentary.importing.screens import ImportScreens
from commentary.models import Article, Commentary
from desk.admin import EntryAdmin


@admin.register(Article)
class ArticleAdmin(ImportScreens, EntryAdmin):
    kind_columns = ("type", "byline", "starts_on")
    list_filter = [*EntryAdmin.list_filter, "type"]
    is_moment = True
    dates_help = _("First day: the day in the world it is about.")
    kind_fieldsets = (
        (
            _("Article"),
            {
                "fields": ["type", "standfirst", ("byline", "dateline"), "author_people", "body", "about"],
                "description": _(
                    "The title is the headline. In the text @ and a name links an entry, Ctrl+Alt+F cites a source in "
                    "a footnote, Ctrl+Alt+L quotes a live fact; the toolbar has them, too, and pictures."
                ),
            },
        ),
    )


@admin.register(Commentary)
class CommentaryAdmin(EntryAdmin):
    kind_columns = ("institution", "outlet", "starts_on")
    is_moment = True
    dates_help = _("First day: said or published on. The experts' affiliations that day follow from it.")
    kind_fieldsets = (
        (
            _("Who speaks"),
            {
                "fields": ["experts", "attribution", "institution", ("outlet", "outlet_name")],
                "description": _("Name the experts, or say in the attribution who speaks."),
            },
        ),
        (_("What they say"), {"fields": ["question", "assessment", "pull_quote", "about"]}),
    )
