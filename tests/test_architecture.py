"""What docs/architecture.md says of the code is so, and the code keeps its measures."""

import re
from pathlib import Path

from tests.architecture import PAGE, page
from tests.complete_workbook import complete_workbook
from tests.house import cycles, edges, folder_edges, measures, road_of_a_cell

ROOT = PAGE.parent.parent
MOST = {
    "files": 250,
    "longest file": 450,
    "median file": 200,
    "longest function": 44,
    "cycles between modules": 0,
    "cycles between folders": 0,
    "package depth": 3,
    "modules loaded by one check": 115,
    "calls from bytes to finding": 15,
}


def test_the_page_is_what_the_code_is() -> None:
    assert page() == PAGE.read_text(encoding="utf-8"), "say: make architecture"


def test_the_measures_hold(tmp_path: Path) -> None:
    form = tmp_path / "form.xlsx"
    form.write_bytes(complete_workbook())
    found = measures(form)
    assert {name: found[name] for name in MOST if int(str(found[name])) > MOST[name]} == {}


def test_a_cycle_would_be_counted() -> None:
    assert cycles(iter([("a", "b"), ("b", "c")])) == 0
    assert cycles(iter([("a", "b"), ("b", "a")])) == 1
    assert len(edges()) > 1_000
    assert len(list(folder_edges())) > 300


def test_the_road_leads_from_the_bytes_to_the_finding() -> None:
    road = road_of_a_cell()
    assert road[0] == "pipeline.py:check_workbook"
    assert road[-1].startswith("intake/table_values.py:")
    assert any(call.startswith("xlsx/reader/") for call in road)


def test_every_file_that_the_page_names_is_there() -> None:
    text = PAGE.read_text(encoding="utf-8")
    named = re.findall(r"`((?:pso_excel|tests|macros|docs|[a-z_]+)/[\w/]+\.(?:py|bas|md))`", text)
    places = [(ROOT / name, ROOT / "pso_excel" / name) for name in named]
    assert [str(first) for first, second in places if not first.exists() | second.exists()] == []
    assert len(named) > 20
