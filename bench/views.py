"""What a page here could cost at best: Django alone, and Django with one read by primary key."""

from django.http import HttpResponse

from publishing.models import Entry

PAGE = ("<!doctype html><title>Bare</title>" + "<p>The limit of this server and its workers.</p>" * 420)[:20480]


def bare(request, number):
    return HttpResponse(PAGE)


def read(request, entry_id):
    return HttpResponse(f"<!doctype html><title>{Entry.objects.get(pk=entry_id).title}</title>")
