"""Every code of the catalogue: worded alike in both languages, and proved by tests of its own."""

import string
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from pso_excel.core.messages import MessageEntry, catalogue
from tests.codes import COLLECTED, claims

ROOT = Path(__file__).parent.parent


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("wording", catalogue().values(), ids=lambda item: item.code)
def test_a_code_says_the_same_in_both_languages(wording: MessageEntry) -> None:
    for words in (wording.text, wording.remedy):
        assert words.th.strip()
        assert words.en.strip()
    said = [
        wording.text.in_language(language) + wording.remedy.in_language(language)
        for language in ("th", "en")
    ]
    assert placeholders(said[0]) == placeholders(said[1])
    assert wording.when


@pytest.fixture
def every_test(request: pytest.FixtureRequest) -> list[str]:
    """The names of all tests: as this run collected them, or another where this one is a part."""
    collected = request.config.stash[COLLECTED]
    if {item.path for item in collected} >= {*(ROOT / "tests").rglob("test_*.py")}:
        return [item.nodeid for item in collected]
    options = ["--collect-only", "-q", "--assert", "plain", "-p", "no:cacheprovider"]
    return subprocess.run(
        [sys.executable, "-m", "pytest", *options],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout.splitlines()  # fmt: skip


def test_every_code_is_raised_by_a_test_and_left_alone_by_another(every_test: list[str]) -> None:
    proved = Counter(claim for name in every_test for claim in claims(name))
    codes = set(catalogue())
    assert {code for code, _ in proved} <= codes
    assert {code for code in codes if not proved[code, True]} == set()
    assert {code for code in codes if not proved[code, False]} == set()
