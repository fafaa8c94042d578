"""The patterns find the same in every Python that we run on.

Before 3.11.5 a possessive or atomic group could pass over what it should not when anything in it
had to be tried again (https://github.com/python/cpython/issues/106052), and crash with a group
that captures; sets of letters may be possessive.
"""

import importlib
import pkgutil
import re
from collections.abc import Iterator
from typing import cast

import pytest

import pso_excel

POSSESSIVE_GROUP = re.compile(r"(?<!\\)\)(?:[*+?]|\{[0-9,]+\})\+|\(\?>")


def patterns() -> Iterator[tuple[str, str]]:
    """Every pattern at the top of a module, by its name."""
    for found in pkgutil.walk_packages(pso_excel.__path__, "pso_excel."):
        if found.name.endswith("__main__") or ".live." in found.name:
            continue
        for name, value in vars(importlib.import_module(found.name)).items():
            if isinstance(value, re.Pattern):
                pattern = cast("re.Pattern[str] | re.Pattern[bytes]", value).pattern
                text = pattern if isinstance(pattern, str) else pattern.decode("latin1")
                yield f"{found.name}.{name}", text


def test_no_group_is_possessive() -> None:
    every = dict(patterns())
    assert len(every) > 50
    assert {name for name, text in every.items() if POSSESSIVE_GROUP.search(text)} == set()


@pytest.mark.parametrize("pattern", ["(?:ab?c)?+", "(a)++", "(?>ab)", "[a(](?:b){2,3}+"])
def test_what_is_not_to_be_used_is_seen(pattern: str) -> None:
    assert POSSESSIVE_GROUP.search(pattern)


@pytest.mark.parametrize("pattern", ["[a-z]*+", "(a)+", r"\)++", "a{0,6}+"])
def test_what_is_safe_is_let_through(pattern: str) -> None:
    assert not POSSESSIVE_GROUP.search(pattern)
