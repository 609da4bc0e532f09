"""What schemathesis cannot know: names that are there, and which refusals of well-formed requests are right.

Loaded by schemathesis, in a process of its own. FUZZ_NAMES in the environment is JSON: `formats`, format → values that
exist, and `places`, section of the API → parameter of the path → values that exist there.
"""

import json
import os
from zlib import crc32

import schemathesis
from hypothesis import strategies as st

# Formats of parameters that name something which has to be there, or a day this site knows.
NAMING = {"search", "entry", "cursor", "moment", "instant", "date", "http-date"}
# Refusals of bodies whose words are well formed and lead nowhere.
BODIES = {"address-refused", "bad-body"}

NAMES = json.loads(os.environ["FUZZ_NAMES"])

for name, values in NAMES["formats"].items():
    schemathesis.openapi.format(name, st.sampled_from(values))


@schemathesis.hook
def map_path_parameters(context, path_parameters):
    """Most of what is asked for is there: every fourth value stays as it was made up."""
    known = NAMES["places"].get(context.operation.path.split("/")[3], {})
    # What is deleted is gone for all that come after: only one is.
    last = slice(-1, None) if context.operation.method == "delete" else slice(None)
    return path_parameters and {
        name: there(value, known.get(name, [])[last]) for name, value in path_parameters.items()
    }


def there(value, values):
    number = crc32(str(value).encode())
    return values[number // 4 % len(values)] if values and number % 4 else value


@schemathesis.check
def refused_for_what_is_named(ctx, response, case):
    """A well-formed request gets a 400 only for a name, a day or an address, and is told which."""
    if response.status_code != 400 or case.meta is None or not case.meta.generation.mode.is_positive:
        return
    problem = response.json()
    if problem["type"].rpartition("#problem-")[2] in BODIES and case.method == "POST":
        return
    told = (*case.operation.query, *case.operation.headers)
    formats = {each.name: each.definition.get("schema", {}).get("format") for each in told}
    for error in problem.get("errors") or [{"parameter": "?", "detail": problem["detail"]}]:
        if formats.get(error["parameter"]) not in NAMING:
            raise AssertionError(f"Well formed, yet refused: {error['parameter']}: {error['detail']}")
