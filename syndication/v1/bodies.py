"""What partners send: a small JSON object, strictly. A member nobody reads is refused like a parameter."""

from typing import Any

import orjson
from django.utils.translation import gettext as _
from rest_framework.parsers import BaseParser

from syndication.v1.problems import Problem, bad_parameters

MAX_BYTES = 16 * 1024


class StrictJSON(BaseParser):
    """Reads no more than is allowed. orjson refuses NaN, lone surrogates and nesting beyond reason."""

    media_type = "application/json"

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        body = stream.read(MAX_BYTES + 1)
        if len(body) > MAX_BYTES:
            raise Problem(413, "body-too-large", _("At most %d bytes are read here.") % MAX_BYTES)
        try:
            return orjson.loads(body)
        except orjson.JSONDecodeError:
            raise Problem(400, "malformed-json", _("The body is not JSON.")) from None


def members(body: Any, types: dict[str, type], required: tuple[str, ...]) -> dict[str, Any]:
    """The body as an object with these members and no others; raises a problem that names what is wrong."""
    if not isinstance(body, dict):
        raise Problem(400, "malformed-json", _("The body is not a JSON object."))
    errors = {name[:40]: [_("There is no such member here.")] for name in body if name not in types}
    errors |= {name: [_("This is missing.")] for name in required if name not in body}
    for name in body.keys() & types.keys():
        # A truth value is a number to Python, not to JSON.
        if type(body[name]) is not types[name]:
            errors[name] = [_("This is not of type %s.") % NAMES[types[name]]]
    if errors:
        raise bad_parameters(errors, types)
    return body


NAMES = {int: "integer", str: "string"}
