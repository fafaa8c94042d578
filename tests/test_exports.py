"""An assessment and a province for other programs: the same figures as everywhere, none made up."""

import json
import subprocess
import sys
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import pso_excel
from pso_excel import Assessment, Province, check_office, format_figure, frames, message, to_dict
from pso_excel.cli import main
from tests.complete_workbook import blank_workbook, complete_workbook
from tests.made_up import ASOF, province_of, refused

if TYPE_CHECKING:
    import pandas

WHOLE = check_office(complete_workbook(), ASOF, "58-R-014_2569-1.xlsx")
BLANK = check_office(blank_workbook(), ASOF, "blank.xlsx")
UNREAD = check_office(b"no workbook", ASOF, "note.xlsx")
PROVINCE = province_of(6, refused("x/99-R-006.xlsx"), missing=2)
FOUND: Mapping[str, Assessment | Province] = {
    "a whole workbook": WHOLE,
    "a blank one": BLANK,
    "no workbook": UNREAD,
    "a province": PROVINCE,
    "a province without offices": province_of(0, missing=0),
}
ALL = pytest.mark.parametrize("found", FOUND.values(), ids=FOUND)


def figures_of(tables: "Mapping[str, pandas.DataFrame]") -> list[tuple[str, str]]:
    """The tables' columns of figures."""
    return [
        (name, str(column))
        for name, table in tables.items()
        for column in table.columns
        if str(table[column].dtype) == "Float64"
    ]


def plain(values: "pandas.Series[Any]") -> list[Any]:
    """The values of a column, None for what is missing."""
    there = values.notna()
    return [value if known else None for value, known in zip(values, there, strict=True)]


@ALL
def test_each_figure_is_the_float_of_its_exact_decimal(found: Assessment | Province) -> None:
    floats, decimals = frames(found), frames(found, exact=True)
    for name, column in figures_of(floats):
        exact = plain(decimals[name][column])
        assert {type(value) for value in exact} <= {Decimal, type(None)}
        told = [None if value is None else float(value) for value in exact]
        assert plain(floats[name][column]) == told, (name, column)
        assert all(value is None or value == round(value, 2) for value in exact)


@ALL
def test_only_figures_are_exact_or_not(found: Assessment | Province) -> None:
    floats, decimals = frames(found), frames(found, exact=True)
    for name, table in floats.items():
        figures = [column for frame, column in figures_of(floats) if frame == name]
        assert table.drop(columns=figures).equals(decimals[name].drop(columns=figures))


@ALL
def test_sums_and_means_are_at_hand(found: Assessment | Province) -> None:
    floats, decimals = frames(found), frames(found, exact=True)
    for name, column in figures_of(floats):
        figures = [value for value in plain(decimals[name][column]) if value is not None]
        assert float(floats[name][column].sum()) == pytest.approx(float(sum(figures)))
        assert decimals[name][column].sum() == sum(figures)
        if figures:
            mean = float(sum(figures) / len(figures))
            assert float(floats[name][column].mean()) == pytest.approx(mean)


def test_an_assessment_and_its_province_have_the_same_columns() -> None:
    office, province = frames(WHOLE), frames(PROVINCE)
    for name in ("scores", "indicators", "gaps", "tracker", "problems"):
        assert list(office[name].columns) == list(province[name].columns)
        assert list(office[name].dtypes) == list(province[name].dtypes)
    shared = [column for column in office["offices"] if column in province["offices"]]
    assert shared[-10:] == list(office["offices"].columns)[-10:]
    assert "files" not in office


def test_the_frames_of_an_assessment_are_the_figures_of_its_scorecard() -> None:
    card, plan, tracker = WHOLE.scorecard, WHOLE.plan, WHOLE.tracker
    assert card is not None
    assert plan is not None
    assert tracker is not None
    tables = frames(WHOLE, exact=True)
    (office,) = tables["offices"].to_dict("records")
    assert format_figure(card.official) == format_figure(office["official"])
    assert (office["office"], office["band"]) == (WHOLE.office, card.band)
    for table, column, figures in (
        ("scores", "official", [system.official for system in card.systems]),
        ("indicators", "score", [leaf.score for leaf in card.indicators]),
        ("indicators", "share", [leaf.share for leaf in card.indicators]),
        ("gaps", "priority", [gap.priority for gap in plan.gaps]),
        ("tracker", "percent", [action.percent for action in tracker.actions]),
    ):
        printed = [format_figure(value) for value in plain(tables[table][column])]
        assert printed == [format_figure(figure) for figure in figures], (table, column)
        assert printed
    assert list(tables["problems"]["rule"]) == [problem.code for problem in WHOLE.problems]


@pytest.mark.parametrize("found", [BLANK, UNREAD])
def test_what_was_not_given_is_missing_and_no_zero(found: Assessment) -> None:
    tables = frames(found)
    offices = tables["offices"]
    assert offices[["official", "provisional", "band"]].isna().all(axis=None)
    assert not tables["scores"]["official"].notna().any()
    assert not tables["indicators"]["score"].notna().any()
    assert offices["na_share"].isna().all() == (found is UNREAD)  # of a blank one it is known: 0


@pytest.mark.parametrize("found", [WHOLE, BLANK, PROVINCE])
def test_messages_are_in_the_language_asked_for(found: Assessment | Province) -> None:
    for language in ("th", "en"):
        told = list(frames(found, language=language)["problems"]["message"])
        assert told[0] == message(found.problems[0], language)
        assert json.loads(json.dumps(to_dict(found, language))) == to_dict(found, language)
    assert to_dict(found) == to_dict(found, "th") != to_dict(found, "en")


def test_the_dictionary_is_what_the_command_prints(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / WHOLE.file
    path.write_bytes(complete_workbook())
    typed = ["pso-excel", "check", str(path), "--asof", ASOF.isoformat(), "--json", "--lang", "th"]
    monkeypatch.setattr(sys, "argv", typed)
    with pytest.raises(SystemExit):
        main()
    printed = json.loads(capsys.readouterr().out)
    assert Path(printed.pop("copy")).exists()
    assert printed == to_dict(check_office(path, ASOF))


def test_the_former_name_is_understood_and_is_not_listed() -> None:
    assert vars(pso_excel)["__getattr__"]("as_json")(WHOLE) == to_dict(WHOLE)
    assert "as_json" not in dir(pso_excel)


@pytest.mark.parametrize("name", ["frames", "to_dict"])
def test_pandas_is_loaded_by_frames_alone(name: str) -> None:
    code = (
        "import sys, pso_excel; from datetime import date; "
        "found = pso_excel.check_office(b'', date(2026, 3, 31)); "
        f"pso_excel.{name}(found); print('pandas' in sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == str(name == "frames")
