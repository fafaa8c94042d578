"""The macros compile in Excel and are spelled as its editor spells, as far as reading can tell."""

import re
from collections.abc import Mapping

import pytest

from pso_excel.buttons.own_macros import macro_sources
from tests.macros.basic_text import (
    GIVEN,
    TYPES,
    WORDS,
    compiled,
    module_names,
    procedures,
    statements,
    undeclared,
)

PROGRAMS = {"windows": {"VBA7": True, "Mac": False}, "macos": {"VBA7": True, "Mac": True}}
MODULES = {**macro_sources(), **macro_sources("ribbon")}


def unknown_names(modules: Mapping[str, str], constants: Mapping[str, bool]) -> set[str]:
    """Names that no module declares, in a program with these constants."""
    lines = {name: list(compiled(text, constants)) for name, text in modules.items()}
    public = {procedure.name for of in lines.values() for procedure in procedures(of)}
    found = set[str]()
    for of in lines.values():
        known = frozenset(public | set(module_names(of)))
        for procedure in procedures(of):
            found |= undeclared(procedure, known)
    return found


@pytest.mark.parametrize("program", PROGRAMS)
def test_every_name_is_declared_and_every_block_ends(program: str) -> None:
    assert unknown_names(MODULES, PROGRAMS[program]) == set()


@pytest.mark.parametrize(
    ("text", "unknown"),
    [
        ("Sub A()\n    Dim x As Long\n    x = 1\nEnd Sub\n", set[str]()),
        ("Sub A()\n    x = 1\nEnd Sub\n", {"x"}),
        ("Sub A()\n    B\nEnd Sub\nSub B()\nEnd Sub\n", set[str]()),
        ("Sub A()\n    Dim o As Object\n    o.Missing 1, Err.Number\nEnd Sub\n", set[str]()),
        ("#If Mac Then\nSub B()\nEnd Sub\n#End If\nSub A()\n    B\nEnd Sub\n", {"B"}),
        ("Sub A()\n    On Error GoTo Failed\nFailed:\nEnd Sub\n", set[str]()),
        ("Function A(ByVal x As Long) As Long\n    A = x + Len(y)\nEnd Function\n", {"y"}),
    ],
)
def test_an_undeclared_name_is_found(text: str, unknown: set[str]) -> None:
    assert unknown_names({"M": text}, PROGRAMS["windows"]) == unknown


@pytest.mark.parametrize(
    "text",
    [
        "Sub A()\n    If True Then\nEnd Sub\n",
        "Sub A()\n    For Each x In y\nEnd Sub\n",
        "Sub A()\nEnd Function\n",
        "Sub A()\n    Do\n    Next\nEnd Sub\n",
        "Sub A()\nSub B()\nEnd Sub\n",
        "Sub A()\n",
    ],
)
def test_a_block_that_does_not_end_is_found(text: str) -> None:
    with pytest.raises(AssertionError):
        list(procedures(list(statements(text))))


@pytest.mark.parametrize("name", MODULES)
def test_a_module_is_named_and_declares_what_it_uses(name: str) -> None:
    lines = MODULES[name].split("\n")
    assert lines[:2] == [f'Attribute VB_Name = "{name}"', "Option Explicit"]
    assert max(map(len, lines)) < 1_023


@pytest.mark.parametrize("name", MODULES)
def test_words_and_blanks_are_those_of_the_editor(name: str) -> None:
    """Excel's editor respells what it saves; ours is known by its text, so nothing may be left for
    it to respell: capitals as in the language, one blank around each operator."""
    spelled = {word.lower(): word for word in WORDS | TYPES | GIVEN}
    for line in statements(MODULES[name]):
        for word in re.findall(r"(?<![\w.])[A-Za-z]\w*", line):
            assert spelled.get(word.lower(), word) == word, line
        bare = line.replace('""', "x").replace("<>", "=").replace(">=", "=").replace("<=", "=")
        assert not re.search(r"[^ ][=&<>*/+]|[=&<>*/+][^ ]", bare), line
        assert not re.search(r",[^ ]| ,|\( | \)|  ", bare), line
