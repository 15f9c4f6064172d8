"""Every repetition in every pattern of the package is bounded: no text can make a pattern blow up."""

import importlib
import pkgutil
import re
import re._constants as kind  # type: ignore[import-not-found]
import re._parser as parser  # type: ignore[import-not-found]
from collections.abc import Iterator
from typing import Any

import pytest

import hedui
from hedui.extract.openings import Quick, Rare

OPTIONAL = {"hedui.desk.app", "hedui.desk.api", "hedui.desk.forms", "hedui.runners.spark", "hedui.__main__"}


def modules() -> list[str]:
    return [m.name for m in pkgutil.walk_packages(hedui.__path__, "hedui.") if m.name not in OPTIONAL]


def patterns(module: str) -> Iterator[tuple[str, "re.Pattern[str]"]]:
    for name, value in vars(importlib.import_module(module)).items():
        found = (
            value if isinstance(value, tuple | list) else value.values() if isinstance(value, dict) else [value]
        )
        found = [item.pattern if isinstance(item, Quick | Rare) else item for item in found]
        yield from (
            (name, item) for item in found if isinstance(item, re.Pattern) and isinstance(item.pattern, str)
        )


def unbounded(parsed: Any) -> Iterator[int]:
    for op, argument in parsed:
        if op in (kind.MAX_REPEAT, kind.MIN_REPEAT, kind.POSSESSIVE_REPEAT):
            if argument[1] == kind.MAXREPEAT:
                yield argument[0]
            yield from unbounded(argument[2])
        elif isinstance(argument, parser.SubPattern):
            yield from unbounded(argument)
        elif isinstance(argument, tuple | list):
            for part in argument:
                inner = part if isinstance(part, list) else [part]
                for item in inner:
                    if isinstance(item, parser.SubPattern):
                        yield from unbounded(item)


@pytest.mark.parametrize("module", modules())
def test_repetitions_are_bounded(module: str) -> None:
    wrong = [
        f"{name}: {pattern.pattern[:80]}"
        for name, pattern in patterns(module)
        if list(unbounded(parser.parse(pattern.pattern, pattern.flags)))
    ]
    assert not wrong, "\n".join(wrong)


def test_the_check_sees_an_unbounded_one() -> None:
    assert list(unbounded(parser.parse(r"(?:a|[0-9]+)万")))
    assert not list(unbounded(parser.parse(r"(?:a|[0-9]{1,9})万")))
