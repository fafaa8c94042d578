"""What a hostile sender, or an unlucky one, puts into the inbox: a line in a list, and no more.

Numbers are those of the eighty faults: 1 to 15, the file is not what we asked for; 16 to 22,
attacks and explosions.
"""

import os
import socket
import subprocess
import sys
import zipfile
from collections.abc import Callable
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest

from pso_excel.cli.check import check_file, file_at
from pso_excel.consolidation import consolidate, init_province
from pso_excel.core.messages import catalogue, message, severity_of
from pso_excel.core.problem import Problem, Severity
from pso_excel.demo import demo_answers
from pso_excel.framework import load_framework
from pso_excel.pipeline import check_office, check_workbook
from pso_excel.templates.fill import fill_workbook
from tests.books.test_reading_hostile import LOOKS_LIKE, OLE, ole, zip_flag
from tests.complete_workbook import blank_workbook
from tests.xlsx.packages import MAIN, packed, parts
from tests.xlsx.test_reading_bounds import bomb
from tests.xlsx.untrusted import GOOD, HEAD, relationships, row, with_parts, with_sheet

ASOF = date(2026, 3, 31)
PSO = load_framework("pso")
FILE = "99-R-001_2569-1.xlsx"
SHEET, FIRST = "xl/worksheets/sheet7.xml", "xl/worksheets/sheet1.xml"


@cache
def ours() -> bytes:
    """A filled workbook of ours."""
    return fill_workbook(blank_workbook("99-R-001"), demo_answers(1, PSO), PSO)


def told(data: bytes) -> list[Problem]:
    """Every problem of a file, none of them a fault of ours."""
    found = check_office(data, ASOF, FILE).problems
    assert "I001" not in {problem.code for problem in found}
    return list(found)


def with_more(extra: dict[str, bytes | str]) -> bytes:
    """Our workbook with these parts added or replaced."""
    return packed({**parts(ours()), **extra})


def edited(part: str, old: str, new: str) -> bytes:
    """Our workbook with the first such text of a part replaced."""
    text = parts(ours())[part].decode()
    assert old in text
    return with_more({part: text.replace(old, new, 1)})


def canary(target: str) -> bytes:
    """Our workbook with an entity that would fetch a file or an address."""
    entity = f'<!DOCTYPE x [<!ENTITY e SYSTEM "{target}">]>'
    text = parts(ours())[SHEET].decode().replace(HEAD.strip(), HEAD.strip() + entity, 1)
    return with_more({SHEET: text.replace("<sheetData>", "<sheetData>&e;", 1)})


def locked_zip() -> bytes:
    """A zip whose entries ask for a password."""
    return zip_flag(ours(), 1)


Make = Callable[[], bytes]
REFUSED: dict[str, tuple[Make, str]] = {
    "1 zero bytes": (lambda: b"", "F021"),
    "1 all NUL": (lambda: bytes(112_000), "F021"),
    "2 cut upload": (lambda: ours()[: len(ours()) // 2], "F001"),
    "2 last byte missing": (lambda: ours()[:-1], "F001"),
    "2 a byte changed": (lambda: ours()[:40_000] + b"\0\1\2\3" + ours()[40_004:], "F001"),
    "3 BIFF": (lambda: LOOKS_LIKE[".xls"], "F003"),
    "4 .ods": (lambda: LOOKS_LIKE[".ods"], "F003"),
    "4 .numbers": (lambda: LOOKS_LIKE[".numbers"], "F003"),
    "4 .xlsb": (lambda: LOOKS_LIKE[".xlsb"], "F003"),
    "5 text in UTF-8": (lambda: "รหัส,ชื่อ\n1,ก\n".encode(), "F003"),
    "5 text in TIS-620": (lambda: "รหัส,ชื่อ\n1,ก\n".encode("tis-620"), "F003"),
    "6 HTML": (lambda: LOOKS_LIKE[".html"], "F003"),
    "6 XML of 2003": (lambda: LOOKS_LIKE[".xml"], "F003"),
    "7 Word": (lambda: LOOKS_LIKE[".docx"], "F003"),
    "7 PowerPoint": (lambda: LOOKS_LIKE[".pptx"], "F003"),
    "7 PDF": (lambda: LOOKS_LIKE[".pdf"], "F003"),
    "7 a picture": (lambda: LOOKS_LIKE[".jpg"], "F003"),
    "8 a zip that holds the workbook": (lambda: packed({FILE: ours()}), "F022"),
    "8 with a second zip inside": (lambda: packed({"a.zip": packed({FILE: ours()})}), "F003"),
    "9 encrypted by Excel": (lambda: ole("EncryptionInfo", "EncryptedPackage"), "F002"),
    "9 a zip with a password": (locked_zip, "F002"),
    "11 F004 fires: another workbook": (lambda: GOOD, "F004"),
    "16 one giant part": (lambda: bomb(FIRST, 100 << 20), "F023"),
    "16 one giant text": (
        lambda: with_sheet(row(f'<c r="A1" t="str"><v>{"x" * 5_000_000}</v></c>')),
        "F034",
    ),
    "17 parts": (lambda: with_more({f"xl/media/x{n}.png": "" for n in range(2100)}), "F024"),
    "17 sheets": (
        lambda: edited("xl/workbook.xml", "<sheets>", "<sheets>" + '<sheet name="x"/>' * 400),
        "F039",
    ),
    "17 styles": (
        lambda: edited(
            "xl/styles.xml", "<cellXfs", "<cellXfs>" + "<xf/>" * 70_001 + "</cellXfs><x"
        ),
        "F037",
    ),
    "17 names": (
        lambda: edited(
            "xl/workbook.xml",
            "<definedNames>",
            "<definedNames>" + '<definedName name="x">x</definedName>' * 20_001,
        ),
        "F036",
    ),
    "17 merges": (
        lambda: edited(SHEET, "</sheetData>", "</sheetData>" + '<mergeCell ref="A1"/>' * 20_001),
        "F035",
    ),
    "18 billion laughs": (
        lambda: edited("xl/workbook.xml", "<workbook", '<!DOCTYPE x [<!ENTITY a "b">]><workbook'),
        "F025",
    ),
    "19 a file": (lambda: canary("file:///etc/hostname"), "F025"),
    "20 200,000 deep": (
        lambda: edited(SHEET, "</sheetData>", "</sheetData>" + "<x>" * 200_000),
        "F026",
    ),
    "21 climbing part": (lambda: with_more({"xl/../../../x.xml": "x"}), "F027"),
    "21 climbing target": (
        lambda: with_parts({"_rels/.rels": relationships(("r", "officeDocument", "../../etc/x"))}),
        "F027",
    ),
    "21 drive letter": (lambda: with_more({"C:/windows/x.xml": "x"}), "F027"),
    "22 twice but for case": (lambda: with_more({"XL/Workbook.xml": "x"}), "F028"),
}


@pytest.mark.parametrize(("make", "code"), REFUSED.values(), ids=REFUSED)
def test_a_file_that_cannot_be_read_is_one_problem_with_its_remedy(make: Make, code: str) -> None:
    data = make()
    (problem,) = told(data)
    assert (problem.code, severity_of(problem)) == (code, Severity.BLOCK)
    assert problem.location.file == FILE
    for language in ("th", "en"):
        assert catalogue()[code].remedy.in_language(language)
        assert "…" not in message(problem, language)
    assert check_workbook(data, ASOF, FILE).copy is None


@pytest.mark.parametrize("kind", LOOKS_LIKE)
def test_the_kind_found_is_named(kind: str) -> None:
    (problem,) = told(LOOKS_LIKE[kind])
    assert all(kind in message(problem, language) for language in ("th", "en"))


def test_F004_quiet_on_a_workbook_of_ours() -> None:
    assert not [problem for problem in told(ours()) if severity_of(problem) is Severity.BLOCK]


def test_protection_with_a_password_is_no_obstacle() -> None:
    lock = '<workbookProtection workbookPassword="CC1A" lockStructure="1"/><sheets>'
    plain = {(problem.code, problem.location) for problem in told(ours())}
    assert {
        (problem.code, problem.location)
        for problem in told(edited("xl/workbook.xml", "<sheets>", lock))
    } == (plain)


ACTIVE: dict[str, bytes | str] = {
    "xl/vbaProject.bin": OLE,
    "xl/macrosheets/sheet1.xml": "<x/>",
    "xl/externalLinks/externalLink1.xml": f'<externalLink xmlns="{MAIN}">'
    '<ddeLink ddeService="cmd" ddeTopic="/c calc"/></externalLink>',
    "xl/connections.xml": f'<connections xmlns="{MAIN}"><connection id="1"/></connections>',
    "xl/embeddings/oleObject1.bin": OLE,
    "xl/activeX/activeX1.xml": "<x/>",
    "xl/threadedComments/threadedComment1.xml": "<x/>",
}


def test_active_content_is_listed_and_the_values_are_read() -> None:
    plain, active = check_office(ours(), ASOF, FILE), check_office(with_more(ACTIVE), ASOF, FILE)
    assert plain.scorecard is not None
    assert active.scorecard is not None
    assert plain.scorecard.official == active.scorecard.official
    more = [
        problem
        for problem in active.problems
        if problem.code not in {p.code for p in plain.problems}
    ]
    assert [problem.code for problem in more] == ["F009", "F010", "F052"]
    macros, others = message(more[1], "en"), message(more[2], "en")
    assert all(word in macros for word in ("VBA", "XLM"))
    assert all(word in others for word in ("DDE", "connection", "OLE", "ActiveX"))


def test_nothing_active_reaches_the_book_of_the_province(tmp_path: Path) -> None:
    init_province(tmp_path, "จังหวัดตัวอย่าง", "2569-1")
    (tmp_path / "inbox" / FILE).write_bytes(with_more(ACTIVE))
    consolidate(tmp_path, ASOF, processes=1)
    (book,) = (tmp_path / "out").glob("*.xlsx")
    names = " ".join(zipfile.ZipFile(book).namelist()).casefold()
    for folder in ("vba", "macro", "external", "connection", "embedding", "activex", "threaded"):
        assert folder not in names


def test_no_entity_fetches_a_file_or_an_address(tmp_path: Path) -> None:
    secret = tmp_path / "canary.txt"
    secret.write_text("SECRET", encoding="utf-8")
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.01)
        address = f"http://127.0.0.1:{server.getsockname()[1]}/x"
        for target in (secret.as_uri(), address, "\\\\127.0.0.1\\share\\x"):
            assert [problem.code for problem in told(canary(target))] == ["F025"]
            outside = relationships(("x", "image", target)).replace(
                "Target=", 'TargetMode="External" Target='
            )
            linked = with_more({"xl/worksheets/_rels/sheet7.xml.rels": outside})
            assert "SECRET" not in repr(told(linked))
        with pytest.raises(TimeoutError):
            server.accept()


LIMITED = """
import resource, sys
from datetime import date
from pathlib import Path
from pso_excel.pipeline import check_office
data = Path(sys.argv[1]).read_bytes()
pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
room = pages * resource.getpagesize() + (120 << 20)
resource.setrlimit(resource.RLIMIT_AS, (room, room))
print(*(one.code for one in check_office(data, date(2026, 3, 31)).problems))
"""


@pytest.mark.parametrize("part", [FIRST, "xl/sharedStrings.xml"])
def test_a_bomb_costs_no_memory(tmp_path: Path, part: str) -> None:
    """Read in a process that may have no more than 120 MB above what it has when it starts."""
    (tmp_path / "bomb.xlsx").write_bytes(bomb(part, 300 << 20))
    ran = subprocess.run(
        [sys.executable, "-c", LIMITED, tmp_path / "bomb.xlsx"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert ran.stdout.split() == ["F023"]


def test_headers_that_lie_about_sizes_change_nothing() -> None:
    data = bytearray(bomb(FIRST, 30 << 20))
    at = 0
    while (at := data.find(b"PK\x01\x02", at)) >= 0:
        data[at + 24 : at + 28] = (1000).to_bytes(4, "little")
        at += 4
    assert [problem.code for problem in told(bytes(data))] == ["F001"]


# 15: what is no file -----------------------------------------------------------------------------


def test_what_is_no_regular_file_is_told_F041_fires(tmp_path: Path) -> None:
    (tmp_path / "folder.xlsx").mkdir()
    os.mkfifo(tmp_path / "pipe.xlsx")
    (tmp_path / "device.xlsx").symlink_to("/dev/zero")
    for name in ("folder.xlsx", "pipe.xlsx", "device.xlsx"):
        outcome = check_file(ASOF, None, file_at(tmp_path / name, None))
        assert [problem.code for problem in outcome.assessment.problems] == ["F041"]
        assert outcome.copy is None
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "device.xlsx", "folder.xlsx", "pipe.xlsx",
    ]  # fmt: skip


def test_a_link_out_of_the_inbox_is_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside.xlsx"
    outside.write_bytes(ours())
    province = tmp_path / "province"
    init_province(province, "จังหวัดตัวอย่าง", "2569-1")
    inbox = province / "inbox"
    (inbox / "link.xlsx").symlink_to(outside)
    (inbox / "whole").symlink_to(tmp_path, target_is_directory=True)
    os.mkfifo(inbox / "pipe.xlsx")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(inbox / "socket.xlsx"))
        told_of = consolidate(province, ASOF, processes=1).province.files
    codes = {file.file: file.problem.code for file in told_of if file.problem}
    assert codes["link.xlsx"] == codes["whole"] == codes["pipe.xlsx"] == "F041"
    assert codes["socket.xlsx"] in ("F041", "F042")


def test_nothing_is_ever_unpacked_to_the_disk(tmp_path: Path) -> None:
    before = set(tmp_path.iterdir())
    data = BytesIO()
    with zipfile.ZipFile(data, "w") as package:
        package.writestr(zipfile.ZipInfo("../evil.xlsx"), b"x")
    assert [problem.code for problem in told(data.getvalue())] == ["F027"]
    assert set(tmp_path.iterdir()) == before
