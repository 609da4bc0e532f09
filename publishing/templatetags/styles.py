"""Template words for style sheets."""

from django import template

from publishing import styles

register = template.Library()
register.simple_tag(styles.stylesheets)
