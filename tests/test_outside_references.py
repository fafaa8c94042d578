"""D2: what points outside is told once, stays in the office's own checked copy byte for byte, and
goes nowhere else: into no paper, no repaired form, no book of the province."""

from datetime import date
from pathlib import Path

import pytest

from pso_excel import (
    Problem,
    check_office,
    check_workbook,
    consolidate,
    frames,
    init_province,
    message,
    read_book,
    repair_workbook,
)
from pso_excel.consolidation import ProvinceFolder
from pso_excel.province_book.remarks import OWN_LIMITS
from tests.complete_workbook import FILE, complete_workbook
from tests.hostile.zip_mutations import Part, zipped
from tests.xlsx.packages import MAIN, RELATIONS, parts
from tests.xlsx.test_reading_outside import PATH, SHARE
from tests.xlsx.untrusted import PACKAGE

ASOF = date(2026, 3, 31)


@pytest.fixture(scope="module")
def leaky() -> bytes:
    """A complete form with everything that points outside."""
    content = [Part(name, part) for name, part in parts(complete_workbook()).items()]
    sheet = next(part for part in content if b"<dataValidation" in part.content)
    changed = sheet.content.replace(
        b"</sheetData>",
        f'<row r="900"><c r="B900"><f>{PATH}</f><v>1</v></c></row></sheetData>'.encode(),
    )
    rels = sheet.name.replace("worksheets/", "worksheets/_rels/") + ".rels"
    links = "".join(
        f'<Relationship Id="r{n}" Type="{RELATIONS}/{kind}" Target="{SHARE}{kind}.x" '
        'TargetMode="External"/>'
        for n, kind in enumerate(("image", "oleObject", "hyperlink", "attachedTemplate"))
    )
    external = (
        f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r" Type="{RELATIONS}/externalLinkPath"'
        f' Target="{SHARE}budget.xlsx" TargetMode="External"/></Relationships>'
    )
    more = {
        rels: f'<Relationships xmlns="{PACKAGE}">{links}</Relationships>',
        "xl/externalLinks/externalLink1.xml": f'<externalLink xmlns="{MAIN}"/>',
        "xl/externalLinks/_rels/externalLink1.xml.rels": external,
        "customUI/customUI.xml": "<customUI/>",
    }
    kept = [
        each_part if each_part is not sheet else Part(each_part.name, changed)
        for each_part in content
    ]
    return zipped([*kept, *(Part(name, part.encode()) for name, part in more.items())])


def told(problems: tuple[Problem, ...]) -> dict[str, Problem]:
    return {
        problem.code: problem for problem in problems if problem.code in ("F009", "F052", "F058")
    }


def test_F058_fires_d2_once_for_all_of_it(leaky: bytes) -> None:
    found = told(check_office(leaky, ASOF, FILE).problems)
    assert sorted(found) == ["F009", "F052", "F058"]
    assert found["F058"].values["n"] == "5"
    for language in ("th", "en"):
        said = message(found["F058"], language)
        assert "…" not in said
        assert "server" in said
        assert "\\\\" not in said
    assert "สำเนาผลตรวจ" in message(found["F058"], "th")


def test_F058_quiet_d2_for_our_own_form() -> None:
    assert told(check_office(complete_workbook(macros=True), ASOF, FILE).problems) == {}


def test_d2_the_checked_copy_keeps_it_byte_for_byte(leaky: bytes) -> None:
    checked = check_workbook(leaky, ASOF, FILE)
    assert checked.copy is not None
    assert not checked.own_book
    before, after = parts(leaky), parts(checked.copy)
    assert before.keys() == after.keys()
    assert any(b"F058" in part for part in after.values())  # and says so
    outward = [name for name, part in before.items() if b"server" in part]
    assert len(outward) == 3
    assert all(after[name] == before[name] for name in outward)


def assert_stays_inside(data: bytes) -> None:
    book = read_book(data, limits=OWN_LIMITS)
    assert book.outside == ()
    assert not {"external_links", "embedded", "ribbon"} & book.active_content.keys()
    for name, part in parts(data).items():
        assert b'TargetMode="External"' not in part, name


def test_d2_a_repaired_form_carries_none_of_it(leaky: bytes) -> None:
    repaired = repair_workbook(leaky, FILE)
    assert [problem.values["n"] for problem in repaired.problems if problem.code == "M014"] == ["7"]
    assert_stays_inside(repaired.data)


def test_d2_a_paper_of_its_own_carries_none_of_it(leaky: bytes) -> None:
    content = [Part(name, part) for name, part in parts(leaky).items()]
    signed = zipped([*content, Part("_xmlsignatures/s", b"x")])
    checked = check_workbook(signed, ASOF, FILE)
    assert checked.own_book
    assert checked.copy is not None
    assert_stays_inside(checked.copy)


def test_d2_the_book_of_the_province_carries_none_of_it(leaky: bytes, tmp_path: Path) -> None:
    init_province(tmp_path, "สมมุติ", "2569-1")
    (ProvinceFolder(tmp_path).inbox / FILE).write_bytes(leaky)
    done = consolidate(tmp_path, ASOF, processes=1)
    assert "F058" in set(frames(done.province)["problems"]["rule"])
    assert_stays_inside(done.book.read_bytes())
