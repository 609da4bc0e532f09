"""Examples in the OpenAPI document: of every operation a request, and what the demonstration's record answers to it.

examples.json holds them; tests/test_examples.py sends each request, compares, and writes the answers anew.
"""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import orjson

FILE = Path(__file__).with_name("examples.json")


@cache
def examples() -> dict[str, dict[str, Any]]:
    """operationId → `{path, query, body, status, answer}`."""
    return orjson.loads(FILE.read_bytes())


def operations(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Address, method and operation."""
    for address, methods in document["paths"].items():
        for method, operation in methods.items():
            yield address, method, operation


def add_examples(document: dict[str, Any]) -> None:
    for _address, _method, operation in operations(document):
        if example := examples().get(operation["operationId"]):
            add_to(operation, example)


def add_to(operation: dict[str, Any], example: dict[str, Any]) -> None:
    sent = {"path": example.get("path", {}), "query": example.get("query", {})}
    for parameter in operation.get("parameters", []):
        values = sent.get(parameter["in"], {})
        if parameter["name"] in values:
            parameter["example"] = values[parameter["name"]]
    if "body" in example:
        content_of(operation["requestBody"])["example"] = example["body"]
    if "answer" in example:
        content_of(operation["responses"][str(example["status"])])["example"] = example["answer"]


def content_of(told: dict[str, Any]) -> dict[str, Any]:
    """The first form of a body or an answer: JSON, wherever there is JSON."""
    return next(iter(told["content"].values()))
