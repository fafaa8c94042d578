"""What an office named a file or typed into a cell is shown in the terminal and never obeyed."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pso_excel import Assessment, Location, Problem, message
from pso_excel.cli.check import Outcome
from pso_excel.cli.options import print_json
from pso_excel.cli.output import console, print_lines, print_outcome
from pso_excel.core.safe_text import ascii_safe, escape_control_characters, single_line

OBEYED = "\x1b\x07\x08\r\x9b\x7f\x00\u202e\u2066\u200f\u2028\ud800"
TEXTS = st.text(st.sampled_from("ก1=[]/" + OBEYED + "\n\t"), max_size=20)
NAME = "งบ\u202exslx.\x1b]0;โดนแล้ว\x07\x1b[2J[red]x[/red]\nปลอม ✔ ผ่าน.xlsx"


def outcome() -> Outcome:
    """A file of that name, one cell of which holds the name as well."""
    problem = Problem(
        "G003", Location(NAME, "แผ่น", "B5"), {"value": NAME, "field": NAME, "cell": "B5"}
    )
    told = Assessment(
        file=NAME, office=NAME, office_name=NAME, asof=date(2026, 3, 31), problems=(problem,)
    )
    return Outcome(told, None, own_book=False, language="th")


def is_harmless(text: str) -> bool:
    return not any(char in text for char in OBEYED)


@given(TEXTS)
def test_nothing_acts_on_the_terminal_and_nothing_else_changes(text: str) -> None:
    shown = escape_control_characters(text)
    assert is_harmless(shown)
    assert len(shown) == len(text)
    assert all(a == b for a, b in zip(text, shown, strict=True) if a not in OBEYED)
    assert single_line(text).splitlines() in ([], [single_line(text)])
    assert is_harmless(single_line(text))


@given(TEXTS)
def test_json_means_the_same_and_is_harmless(text: str) -> None:
    safe = ascii_safe(json.dumps({"ก": text}, ensure_ascii=False))
    assert json.loads(safe) == {"ก": text}
    assert is_harmless(safe)
    assert "\\u0e01" not in safe  # Thai stays Thai


def test_a_file_name_is_shown_on_one_line_and_not_obeyed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    print_outcome(outcome())
    printed = capsys.readouterr().out
    assert is_harmless(printed)
    assert printed.splitlines()[0].count("[red]x[/red]") == 3
    assert not any(line.startswith("ปลอม") for line in printed.splitlines())
    list(print_lines([outcome()], "th"))
    listed = capsys.readouterr().out
    assert is_harmless(listed)
    assert len(listed.splitlines()) == 2


def test_a_sentence_is_one_line_whatever_it_quotes() -> None:
    [problem] = outcome().assessment.problems
    for language in ("th", "en"):
        said = message(problem, language)
        assert is_harmless(said)
        assert len(said.splitlines()) == 1


def test_any_text_is_printed_harmless(capsys: pytest.CaptureFixture[str]) -> None:
    console().print(NAME, markup=False)
    print_json({"file": NAME})
    printed, told = capsys.readouterr().out.splitlines()
    assert is_harmless(printed + told)
    assert json.loads(told) == {"file": NAME}
