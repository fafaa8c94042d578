"""Stage files of one office in a province's inbox, held against each other."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from pso_excel import fill_workbook, init_province, load_framework
from pso_excel.consolidation import ProvinceFolder, gather
from pso_excel.demo import ASOF, ROUND, demo_answers, demo_office, demo_registry
from pso_excel.forms import form_of
from pso_excel.templates.fill import Answer
from pso_excel.templates.registry_workbook import registry_workbook
from tests.complete_workbook import blank_workbook

PSO = load_framework("pso")
ANSWERS = demo_answers(1, PSO)
ALONG = ("S00", "STAFF", "EVIDENCE")


def stage_file(stage: str, cover: Mapping[str, Answer] | None = None) -> bytes:
    """One stage of the demonstration's first office, with another cover."""
    wanted = (*ALONG, *(("S05",) if stage == "S06" else ()), stage)
    tables = [table.id for text in wanted for table in form_of(text).tables]
    answers = {table_id: ANSWERS[table_id] for table_id in tables if table_id in ANSWERS}
    answers["S00.cover"] = [{**ANSWERS["S00.cover"][0], **(cover or {})}]
    return fill_workbook(blank_workbook("", stage=stage), answers, PSO)


def faults(folder: Path, files: Mapping[str, bytes]) -> set[str]:
    """The codes found of the office when these are its files."""
    init_province(folder, "สมมุติ", ROUND)
    place = ProvinceFolder(folder)
    place.registry.write_bytes(registry_workbook(demo_registry([demo_office(1)])))
    for name, data in files.items():
        (place.inbox / name).write_bytes(data)
    (office,) = gather(folder, ASOF, processes=1).offices
    assert office.digest is not None
    return {row.code for row in office.digest.faults}


@pytest.mark.parametrize(
    ("stages", "cover", "expected"),
    [
        pytest.param(("S05", "S06"), {}, {"X302"}, id="X301 quiet, X302 fires: no stage 4 for 5"),
        pytest.param(("S05", "S06"), {"office_name": "สำนักงานอื่น"}, {"X301", "X302"},
                     id="X301 fires: the second has another name"),
        pytest.param(("S01", "S02"), {}, set[str](), id="X302 quiet: stage 1 is without errors"),
        pytest.param(("S02",), {}, {"X302"}, id="one alone, read by a worker"),
    ],
)  # fmt: skip
def test_stage_files(
    tmp_path: Path, stages: tuple[str, ...], cover: Mapping[str, Answer], expected: set[str]
) -> None:
    files = {f"{stage}.xlsx": stage_file(stage) for stage in stages[:-1]}
    files[f"{stages[-1]}.xlsx"] = stage_file(stages[-1], cover)
    assert faults(tmp_path, files) & {"X301", "X302"} == expected


@pytest.mark.parametrize(
    ("cover", "standing", "told"),
    [
        pytest.param({}, "accepted", set[str](), id="B434 quiet: submitted"),
        pytest.param({"status": "draft", "approved_by": None, "approved_date": None}, "returned",
                     {"B434"}, id="B434 fires: a draft in order"),
        pytest.param({"stages_sent": "1-5"}, "partial", {"B403"}, id="B403 fires: stages 1 to 5"),
    ],
)  # fmt: skip
def test_b6_the_cover_says_what_is_submitted(
    tmp_path: Path, cover: Mapping[str, Answer], standing: str, told: set[str]
) -> None:
    answers = {**ANSWERS, "S00.cover": [{**ANSWERS["S00.cover"][0], **cover}]}
    init_province(tmp_path, "สมมุติ", ROUND)
    place = ProvinceFolder(tmp_path)
    place.registry.write_bytes(registry_workbook(demo_registry([demo_office(1)])))
    (place.inbox / "99-R-001.xlsx").write_bytes(fill_workbook(blank_workbook(""), answers, PSO))
    province = gather(tmp_path, ASOF, processes=1)
    (office,) = province.offices
    assert office.standing == standing
    assert {problem.code for problem in province.problems} - {"B410", "B412"} == told
