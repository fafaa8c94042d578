"""What docs/live.md and docs/excel-checklist.md say of buttons, sheets, codes and files is so."""

import re
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path

import pytest

from pso_excel import live
from pso_excel.buttons import PRESS, SAYINGS, SECONDS, STATUS, VERSION
from pso_excel.buttons.own_macros import macro_sources
from pso_excel.cli.arguments import parser
from pso_excel.core.messages import catalogue, term_in
from pso_excel.forms import table_of
from pso_excel.live.office_workbook import ONTO
from pso_excel.live.outbox import OUTBOX
from pso_excel.live.programs.libreoffice_connect import VARIABLE
from pso_excel.live.request import Action
from pso_excel.live.server.client import NOTE
from pso_excel.live.server.server import USUAL
from pso_excel.province_book import remarks
from pso_excel.province_book import reporting as sending
from pso_excel.results.cell_marks import MOST_MARKS

ROOT = Path(__file__).parents[2]
LIVE, CHECKLIST = ROOT / "docs" / "live.md", ROOT / "docs" / "excel-checklist.md"
FILE = re.compile(r"`([\w./-]+\.(?:xlsm|xlam|oxt|applescript|md))`|`(Pso\w+)`")
PLACES = ("", "docs", "workbook_templates", "macros")
ENVIRONMENT = {VARIABLE}
TRICKS = {"PSO_COMMAND", "PSO_EXCEL"}
"""What the checklist has tried, in vain."""


def text(paper: Path) -> str:
    return paper.read_text(encoding="utf-8")


def action_rows() -> dict[str, list[str]]:
    """The table of actions: the cells of each row by the word of its command."""
    rows = [line.strip("|").split("|") for line in text(LIVE).splitlines() if "`live " in line]
    return {row[1].strip().strip("`").removeprefix("live "): row for row in rows}


def options(of: ArgumentParser) -> Iterator[str]:
    """Every option of every command."""
    for action in of._actions:  # pyright: ignore[reportPrivateUsage]
        yield from action.option_strings
        commands: dict[str, object] = dict(getattr(action, "_name_parser_map", {}))
        for command in commands.values():
            if isinstance(command, ArgumentParser):
                yield from options(command)


def test_the_table_names_every_action_as_its_button_does() -> None:
    rows = action_rows()
    assert set(rows) == {str(action) for action in Action}
    for action, row in rows.items():
        name = f"live_{action}"
        assert f"**{term_in(name, 'th')}** {term_in(name, 'en')}" == row[0].strip()
        assert callable(getattr(live, action))


@pytest.mark.parametrize("action", ONTO)
def test_the_table_names_the_sheets_that_an_action_writes_on(action: Action) -> None:
    sheets = set(re.findall(r"`([^`]+)`", action_rows()[action][2]))
    assert sheets == {table_of(field_id).sheet for field_id in ONTO[action]}


@pytest.mark.parametrize("paper", [LIVE, CHECKLIST], ids=lambda paper: paper.name)
def test_options_files_names_and_codes_exist(paper: Path) -> None:
    said = text(paper)
    assert set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", said)) <= set(options(parser()))
    assert set(re.findall(r"\bU\d{3}\b", said)) <= set(catalogue())
    cells = {PRESS, STATUS, *SAYINGS, *SECONDS}
    assert set(re.findall(r"\bPSO_[A-Z_]+\b", said)) <= cells | ENVIRONMENT | (
        TRICKS if paper == CHECKLIST else set()
    )
    for name, module in FILE.findall(said):
        made = name.startswith(("58-R-014_", "province_"))
        found = module in macro_sources() or any(
            (ROOT / each_name / name).is_file() for each_name in PLACES
        )
        assert made or found, name or module


def test_every_code_of_the_open_workbook_has_its_line() -> None:
    codes = {code for code in catalogue() if code.startswith("U")}
    assert codes == set(re.findall(r"\bU\d{3}\b", text(LIVE)))


def test_the_sentences_of_the_buttons_are_told_as_they_are_shown() -> None:
    lines = text(LIVE)
    for key in (SAYINGS["PSO_SAY_MISSING"], SAYINGS["PSO_SAY_SLOW"], SAYINGS["PSO_SAY_BUSY"]):
        first = re.split(r"ในเครื่องนี้| โปรด", term_in(key, "th"))[0]
        assert f"| {first.strip()} ·" in lines
    assert term_in("button_not_pressed", "th") in text(CHECKLIST)
    assert term_in("refreshed", "th").partition(" ปรับ")[0] in text(CHECKLIST)


def test_the_figures_are_those_of_the_program() -> None:
    lines = text(LIVE)
    assert f"{SECONDS['PSO_WAIT_BEGAN']} วินาทีให้โปรแกรมเริ่ม" in lines
    assert f"{SECONDS['PSO_WAIT_DONE']} วินาทีให้จบ" in lines
    assert f"ไม่มีใครใช้ {USUAL.idle / 60:g} นาที" in lines
    assert f"ไม่เกิน {MOST_MARKS} ช่อง" in lines
    for name in (OUTBOX, NOTE, remarks.SHEET):
        assert f"`{name}`" in lines
    assert f"`{sending.SHEET}`" in text(CHECKLIST)
    assert f'`MACROS = "{VERSION}"`' in text(CHECKLIST)
