"""The macros of the buttons, read as text: small, plain, and open about what they start."""

import importlib
import warnings

import pytest

from pso_excel.buttons import COMMANDS, PRESS, SAYINGS, SECONDS, STATUS, VERSION
from pso_excel.buttons.own_macros import macro_sources

SOURCES = macro_sources()
FOUND = {
    "PsoButtons": set[str](),
    "PsoPressing": set[str](),
    "PsoProgram": {
        *("Shell", "WScript.Shell", "Run", "AppleScript", "CreateObject"),
        *("Environ", "ExpandEnvironmentStrings", "ChrW", "Base64 Strings"),
    },
}
"""All that olevba finds suspicious in each module: the folder of the user is asked for and a note
read there letter by letter, one program is started, nothing else. Base64 is the word HOME."""


def suspicious(text: str) -> set[str]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        scanner = importlib.import_module("oletools.olevba").VBA_Scanner(text)
    return {str(keyword).lower() for kind, keyword, _ in scanner.scan() if kind != "IOC"}


@pytest.mark.parametrize("name", FOUND)
def test_olevba_finds_exactly_how_the_program_is_started(name: str) -> None:
    assert suspicious(SOURCES[name]) == {word.lower() for word in FOUND[name]}


def test_every_module_is_judged() -> None:
    assert SOURCES.keys() == FOUND.keys()


@pytest.mark.parametrize("name", FOUND)
def test_the_text_is_ascii_in_lines_that_can_be_read(name: str) -> None:
    assert SOURCES[name].isascii()
    assert max(map(len, SOURCES[name].split("\n"))) <= 110
    assert SOURCES[name].count("\n") <= 130


def test_there_is_a_sub_for_every_action_and_it_presses_that_one() -> None:
    subs = "".join(
        f'\nPublic Sub {command.macro}()\n    Press "live {command.action}"\nEnd Sub\n'
        for command in COMMANDS
    )
    assert SOURCES["PsoButtons"].endswith(subs)


def test_the_macros_tell_the_version_they_are_of() -> None:
    assert f'Private Const MACROS = "{VERSION}"' in SOURCES["PsoPressing"]


def test_every_cell_that_they_name_is_one_of_a_workbook_with_buttons() -> None:
    words = SOURCES["PsoPressing"].replace("(", " ").replace(",", " ").replace(")", " ").split()
    named = {word.strip('"') for word in words if word.startswith('"PSO_')}
    assert named == {PRESS, STATUS, *SAYINGS, *SECONDS}
