"""A province as tables: figures as printed, and what is not there stays apart from zero."""

import subprocess
import sys

import pytest

from pso_excel import frames
from pso_excel.core.figures import round_half_up
from tests.made_up import code_of, province_of, refused

PROVINCE = province_of(6, refused("x/99-R-006.xlsx"), missing=2)
FRAMES = frames(PROVINCE)


def test_every_table_is_there_with_a_row_for_each_thing() -> None:
    leaves, systems = len(PROVINCE.framework.leaves), len(PROVINCE.framework.systems)
    assert {name: len(frame) for name, frame in FRAMES.items() if name != "problems"} == {
        "offices": 6,
        "scores": 4 * systems,
        "indicators": 4 * leaves,
        "gaps": 4 * 12,
        "tracker": 4 * 8,
        "files": 5,
    }


def test_figures_are_the_printed_ones_and_missing_is_not_zero() -> None:
    offices = FRAMES["offices"].set_index("office")
    digest = PROVINCE.offices[0].digest
    assert digest is not None
    assert digest.official is not None
    assert offices.loc[code_of(1), "official"] == float(round_half_up(digest.official))
    assert offices["official"].isna()[code_of(5)]
    assert offices.loc[code_of(5), "standing"] == "missing"


@pytest.mark.parametrize(
    ("frame", "column", "kind"),
    [
        ("offices", "office", "string"),
        ("offices", "expected", "boolean"),
        ("offices", "errors", "Int64"),
        ("scores", "official", "Float64"),
        ("scores", "applies", "boolean"),
        ("indicators", "score", "Float64"),
        ("indicators", "state", "string"),
        ("tracker", "start", "datetime64[s]"),
        ("tracker", "percent", "Float64"),
        ("problems", "times", "Int64"),
        ("files", "reason", "string"),
    ],
)
def test_kinds(frame: str, column: str, kind: str) -> None:
    assert str(FRAMES[frame][column].dtype) == kind


def test_a_code_is_a_plain_text_for_joins() -> None:
    tracker, offices = FRAMES["tracker"], FRAMES["offices"]
    joined = tracker.merge(offices[["office", "peer_group"]], on="office")
    assert len(joined) == len(tracker)
    assert set(tracker["rag"].dropna()) == {"blue", "green", "amber", "red", "grey"}


def test_a_province_without_offices_has_empty_tables() -> None:
    found = frames(province_of(0, missing=0))
    assert list(found.pop("problems")["rule"]) == ["B427"]
    assert all(frame.empty for frame in found.values())


def test_pandas_is_not_loaded_until_a_frame_is_asked_for() -> None:
    modules = "sys, pso_excel.province.long_tables, pso_excel.consolidation"
    code = f"import {modules}; sys.exit('pandas' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
