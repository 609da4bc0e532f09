"""Template words for pictures of the record."""

from django import template

from publishing.drawing import rendering

register = template.Library()
register.simple_tag(rendering.on_page)
register.simple_tag(rendering.key_on_page)
