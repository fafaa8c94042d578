"""Which codes a test claims to prove, by its name: ``C301 fires`` or ``C301 quiet``."""

import re
from collections.abc import Iterator

import pytest

CLAIM = re.compile(r"(?<![A-Z0-9])([A-Z]\d{3})[ _](fires|quiet)")
COLLECTED = pytest.StashKey[list[pytest.Item]]()
"""What a run has collected."""


def claims(name: str) -> Iterator[tuple[str, bool]]:
    """Each code in the name of a test, with whether the test raises it."""
    for code, verb in CLAIM.findall(name):
        yield code, verb == "fires"
