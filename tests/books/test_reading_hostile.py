"""Broken and hostile files, each made here, and the one code each is refused with."""

import io
import socket
import struct
import zipfile
from pathlib import Path

import pytest

from pso_excel.core.messages import message
from pso_excel.core.problem import Refused
from pso_excel.intake import read_book
from pso_excel.xlsx.workbook import Workbook
from tests.xlsx.packages import MAIN, packed, parts, rich_book
from tests.xlsx.untrusted import (
    GOOD,
    HEAD,
    ONE,
    Make,
    book_of,
    claiming,
    content_of,
    outcome,
    relationships,
    row,
    sheet_xml,
    strings_xml,
    with_parts,
    with_sheet,
    workbook_xml,
)

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def ole(*streams: str) -> bytes:
    """A compound file's first sector and directory names, enough to tell what it is."""
    return OLE + b"".join(name.encode("utf-16-le").ljust(128, b"\0") for name in streams)


def twice(first: str, second: str) -> bytes:
    """A book with one more part, of a name it has already (but for its case)."""
    stand_in = "x" * len(second)
    data = packed({**content_of(sheet_xml(row(ONE))), first: "x", stand_in: "x"})
    return data.replace(stand_in.encode(), second.encode())


def zip_flag(data: bytes, flag: int) -> bytes:
    """The same zip with a flag set on its first entry, in both headers."""
    at = data.index(b"PK\x01\x02") + 8
    return (
        data[:6] + struct.pack("<H", flag) + data[8:at] + struct.pack("<H", flag) + data[at + 2 :]
    )


def damaged_byte(part: bytes) -> bytes:
    """A stored (not deflated) book in which one byte of a part was changed: its CRC is wrong."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as package:
        for name, content in content_of(sheet_xml(row(ONE))).items():
            package.writestr(zipfile.ZipInfo(name), content)
    data = out.getvalue()
    at = data.index(part)
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


def damaged_within(data: bytes) -> bytes:
    """The zip with the first bytes of a deflated sheet changed."""
    at = data.index(b"sheet1.xml") + len("sheet1.xml")
    return data[:at] + b"\xff\xff\xff\xff" + data[at + 4 :]


def shortened(data: bytes) -> bytes:
    """The zip whose directory gives the sheet ten bytes too few."""
    at = data.rindex(b"sheet1.xml")
    at = data.rindex(b"PK\x01\x02", 0, at) + 20
    size = struct.unpack("<I", data[at : at + 4])[0]
    return data[:at] + struct.pack("<I", size - 10) + data[at + 4 :]


def billion_laughs() -> str:
    """Entities that unfold to a billion."""
    unfold = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return f'<!DOCTYPE x [<!ENTITY l0 "lol">{unfold}]><worksheet xmlns="{MAIN}">&l9;</worksheet>'


def deep() -> str:
    """Elements nested 200,000 deep."""
    return sheet_xml("<x>" * 200_000 + "</x>" * 200_000)


def commented(data: bytes) -> bytes:
    """The zip with a comment."""
    return data[:-2] + struct.pack("<H", 3) + b"abc"


def protected() -> bytes:
    """Locked with a password, as protection is, and not encrypted."""
    lock = '<sheetProtection sheet="1" password="CC1A" objects="1" scenarios="1"/>'
    whole = workbook_xml("ผล", extra='<workbookProtection workbookPassword="CC1A"/>')
    return book_of(sheet_xml(row(ONE), after=lock), {"xl/workbook.xml": whole})


def with_text(text: str) -> bytes:
    """A book with that text in A1."""
    return with_sheet(row(f'<c r="A1" t="str"><v>{text}</v></c>'))


# What the file is -------------------------------------------------------------------------------

KINDS: dict[str, tuple[Make, str]] = {
    "no bytes": (lambda: b"", "F021"),
    "all NUL": (lambda: bytes(70_000), "F021"),
    "random": (lambda: bytes(range(1, 256)), "F001"),
    "password": (lambda: ole("EncryptionInfo", "EncryptedPackage"), "F002"),
    "zip password": (lambda: zip_flag(GOOD, 1), "F002"),
    "compound of nothing known": (lambda: ole("Root Entry"), "F001"),
    "cut": (lambda: GOOD[: len(GOOD) // 2], "F001"),
    "cut at the end": (lambda: GOOD[:-1], "F001"),
    "only a signature": (lambda: b"PK\x03\x04", "F001"),
    "empty zip": (lambda: b"PK\x05\x06" + bytes(18), "F001"),
    "wrong CRC": (lambda: damaged_byte(b"<v>1"), "F001"),
    "damaged within a part": (lambda: damaged_within(GOOD), "F001"),
    "a part that ends too soon": (lambda: shortened(GOOD), "F001"),
    "unknown compression": (lambda: GOOD.replace(b"\x08\0\0\0!\0", b"\x0c\0\0\0!\0"), "F001"),
    "claims less than it holds": (lambda: claiming(10, GOOD), "F001"),
    "zip in which a workbook lies": (lambda: packed({"งาน/Form.XLSX": GOOD, "x": "y"}), "F022"),
    "no workbook part": (lambda: book_of("", leave=["xl/workbook.xml"]), "F001"),
    "no relationships": (lambda: book_of("", leave=["_rels/.rels"]), "F001"),
    "sheet's part missing": (lambda: book_of("", leave=["xl/worksheets/sheet1.xml"]), "F040"),
    "sheets' relationships missing": (
        lambda: book_of("", leave=["xl/_rels/workbook.xml.rels"]),
        "F040",
    ),
    "no sheet": (lambda: with_parts({"xl/workbook.xml": workbook_xml()}), "F038"),
    "two sheets of one name": (
        lambda: with_parts(
            {
                "xl/workbook.xml": workbook_xml("ผล", "ผล"),
                "xl/_rels/workbook.xml.rels": relationships(
                    ("s1", "worksheet", "worksheets/sheet1.xml"),
                    ("s2", "worksheet", "worksheets/sheet1.xml"),
                ),
            }
        ),
        "F040",
    ),
}

LOOKS_LIKE: dict[str, bytes] = {
    ".xls": ole("Workbook"),
    ".doc": ole("WordDocument"),
    ".ppt": ole("PowerPoint Document"),
    ".pdf": b"%PDF-1.7\n",
    ".png": b"\x89PNG\r\n\x1a\n",
    ".jpg": b"\xff\xd8\xff\xe0",
    ".gif": b"GIF89a",
    ".rtf": b"{\\rtf1 x}",
    ".rar": b"Rar!\x1a\x07\x00",
    ".7z": b"7z\xbc\xaf\x27\x1c",
    ".html": b"\xef\xbb\xbf\r\n <HTML><body><table>",
    ".xml": b"<?xml version='1.0'?><Workbook xmlns='urn:schemas-microsoft-com:office:spreadsheet'>",
    ".csv": "รหัส,ชื่อ\r\n1,ก".encode(),
    ".txt": "บันทึกข้อความ\n".encode("cp874"),
    ".ods": packed({"mimetype": "application/vnd.oasis", "content.xml": "<x/>"}),
    ".docx": packed({"[Content_Types].xml": "x", "word/document.xml": "x"}),
    ".pptx": packed({"[Content_Types].xml": "x", "ppt/presentation.xml": "x"}),
    ".numbers": packed({"Index/Document.iwa": "x"}),
    ".zip": packed({"photo.jpg": "x"}),
    ".xlsb": packed(
        {
            "[Content_Types].xml": "x",
            "_rels/.rels": relationships(("r", "officeDocument", "xl/workbook.bin")),
            "xl/workbook.bin": b"\0",
        }
    ),
}

# What is inside ---------------------------------------------------------------------------------

INSIDE: dict[str, tuple[Make, str]] = {
    "billion laughs": (lambda: book_of(billion_laughs()), "F025"),
    "any DOCTYPE": (lambda: with_parts({"xl/workbook.xml": "<!DOCTYPE x><x/>"}), "F025"),
    "deep": (lambda: book_of(deep()), "F026"),
    "deep outside the rows": (lambda: with_sheet("", after="<x>" * 200_000), "F026"),
    "not well-formed": (lambda: with_sheet("<row r='1'><c></row>"), "F001"),
    "cut XML": (lambda: book_of(sheet_xml(row(ONE))[:-20]), "F001"),
    "no XML": (lambda: with_parts({"xl/styles.xml": b"\0\1\2"}), "F001"),
    "unknown encoding": (lambda: book_of("<?xml version='1.0' encoding='klingon'?><x/>"), "F001"),
    "climbing part": (lambda: with_parts({"xl/../../etc/passwd": "x"}), "F027"),
    "absolute part": (lambda: with_parts({"/etc/passwd": "x"}), "F027"),
    "drive letter": (lambda: with_parts({"C:\\windows\\x": "x"}), "F027"),
    "climbing target": (
        lambda: with_parts({"_rels/.rels": relationships(("r", "officeDocument", "../../b"))}),
        "F027",
    ),
    "target with a scheme": (
        lambda: with_parts({"_rels/.rels": relationships(("r", "officeDocument", "file:///b"))}),
        "F027",
    ),
    "part without a name": (lambda: with_parts({"": "x"}), "F027"),
    "part twice": (lambda: twice("xl/a.xml", "xl/a.xml"), "F028"),
    "part twice but for case": (lambda: twice("xl/a.xml", "XL/A.xml"), "F028"),
    "part twice but for the slash": (lambda: twice("xl/a.xml", "xl\\a.xml"), "F028"),
    "address of another row": (lambda: with_sheet(row(ONE.replace("A1", "A2"))), "F029"),
    "no address": (lambda: with_sheet(row(ONE.replace("A1", "1A"))), "F029"),
    "lower case": (lambda: with_sheet(row(ONE.replace("A1", "a1"))), "F029"),
    "past the last column": (lambda: with_sheet(row(ONE.replace("A1", "XFE1"))), "F029"),
    "past the last row": (lambda: with_sheet('<row r="1048577"/>'), "F029"),
    "row nought": (lambda: with_sheet('<row r="0"/>'), "F029"),
    "no row number": (lambda: with_sheet('<row r="x"/>'), "F029"),
    "cell outside any row": (lambda: with_sheet(ONE), "F046"),
    "cell without address outside any row": (lambda: with_sheet("<c><v>1</v></c>"), "F046"),
    "cell twice": (lambda: with_sheet(row(ONE, ONE)), "F029"),
    "cell twice in two rows": (lambda: with_sheet(row(ONE) + row(ONE)), "F029"),
    "unaddressed cell past the edge": (
        lambda: with_sheet(row('<c r="XFD1"/>', "<c><v>1</v></c>")),
        "F029",
    ),
    "no such text": (lambda: with_sheet(row('<c r="A1" t="s"><v>0</v></c>')), "F038"),
    "one id for two parts": (
        lambda: with_parts(
            {
                "xl/_rels/workbook.xml.rels": relationships(
                    ("s1", "worksheet", "worksheets/sheet1.xml"),
                    ("s1", "worksheet", "worksheets/sheet2.xml"),
                )
            }
        ),
        "F038",
    ),
    "a sheet's name too long to be one": (
        lambda: with_parts({"xl/workbook.xml": workbook_xml("ก" * 300)}),
        "F034",
    ),
    "external sheet": (
        lambda: with_parts(
            {
                "xl/_rels/workbook.xml.rels": relationships(
                    ("s1", "worksheet", "http://127.0.0.1:9/x.xml")
                ).replace("Target=", 'TargetMode="External" Target=')
            }
        ),
        "F040",
    ),
}


FIRES = [
    pytest.param(make, code, id=f"{code} fires: {name}")
    for name, (make, code) in (KINDS | INSIDE).items()
]

# What comes close and is read, or is something else ---------------------------------------------

QUIET: dict[str, tuple[Make, str]] = {
    "F001 quiet: a comment at the end of the zip": (lambda: commented(GOOD), ""),
    "F002 quiet: sheet and workbook protected": (protected, ""),
    "F003 quiet: HTML in a cell": (lambda: with_text("&lt;html&gt;&lt;table&gt;"), ""),
    "F021 quiet: one byte that is not NUL": (lambda: bytes(999) + b"\xff", "F001"),
    "F022 quiet: an archive without a workbook": (lambda: packed({"ก.jpg": "x"}), "F003"),
    "F025 quiet: the word in a cell": (lambda: with_text("&lt;!DOCTYPE x&gt;"), ""),
    "F026 quiet: nested as deep as allowed": (
        lambda: with_sheet("", after="<x>" * 63 + "</x>" * 63),
        "",
    ),
    "F027 quiet: dots within a name": (lambda: with_parts({"xl/a..b.xml": "x"}), ""),
    "F027 quiet: a target from the root": (
        lambda: with_parts(
            {"_rels/.rels": relationships(("r", "officeDocument", "/xl/workbook.xml"))}
        ),
        "",
    ),
    "F028 quiet: names alike": (lambda: with_parts({"xl/a.xml": "x", "xl/a .xml": "x"}), ""),
    "F029 quiet: rows out of order, cells without an address": (
        lambda: with_sheet(row(ONE.replace("A1", "A9"), number=9) + row("<c><v>1</v></c>")),
        "",
    ),
    "F038 quiet: a text of the table": (
        lambda: book_of(
            sheet_xml(row('<c r="A1" t="s"><v>0</v></c>')),
            {"xl/sharedStrings.xml": strings_xml("<t>ก</t>")},
        ),
        "",
    ),
    "F040 quiet: a sheet of charts": (
        lambda: with_parts(
            {
                "xl/workbook.xml": workbook_xml("ผล", "แผนภูมิ"),
                "xl/_rels/workbook.xml.rels": relationships(
                    ("s1", "worksheet", "worksheets/sheet1.xml"),
                    ("s2", "chartsheet", "chartsheets/sheet1.xml"),
                ),
            }
        ),
        "",
    ),
}


@pytest.mark.parametrize(("make", "code"), FIRES)
def test_a_broken_or_hostile_file_is_one_code(make: Make, code: str) -> None:
    assert outcome(make()) == code


@pytest.mark.parametrize(("make", "other"), QUIET.values(), ids=QUIET)
def test_what_comes_close_is_read_or_is_something_else(make: Make, other: str) -> None:
    found = outcome(make())
    assert found == other if other else isinstance(found, Workbook)


@pytest.mark.parametrize(
    "kind", [pytest.param(kind, id=f"F003 fires: {kind}") for kind in LOOKS_LIKE]
)
def test_another_kind_of_file_is_named(kind: str) -> None:
    with pytest.raises(Refused) as refused:
        read_book(LOOKS_LIKE[kind], "แบบ.xlsx")
    assert refused.value.problem.code == "F003"
    assert refused.value.problem.values["ext"] == kind
    for language in ("th", "en"):
        assert "…" not in message(refused.value.problem, language)


def test_the_good_book_is_read() -> None:
    assert isinstance(outcome(GOOD), Workbook)


def test_the_place_of_a_wrong_address_is_named() -> None:
    with pytest.raises(Refused) as refused:
        read_book(with_sheet(row(ONE.replace("A1", "B7"))), "ก.xlsx")
    place = refused.value.problem.location
    assert (place.file, place.sheet, place.cell) == ("ก.xlsx", "ผล", "B7")


def test_nothing_outside_is_opened(tmp_path: Path) -> None:
    canary = tmp_path / "canary.txt"
    canary.write_text("SECRET", encoding="utf-8")
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.01)
        port = server.getsockname()[1]
        for target in (canary.as_uri(), f"http://127.0.0.1:{port}/x"):
            entity = f'<!DOCTYPE x [<!ENTITY e SYSTEM "{target}">]>'
            sheet = sheet_xml(row('<c r="A1" t="str"><v>&e;</v></c>')).replace(HEAD, HEAD + entity)
            assert outcome(book_of(sheet)) == "F025"
            linked = sheet_xml(row(ONE), after='<legacyDrawing r:id="x" xmlns:r="urn:x"/>')
            external = relationships(("x", "externalLinkPath", target)).replace(
                "Target=", 'TargetMode="External" Target='
            )
            book = outcome(book_of(linked, {"xl/worksheets/_rels/sheet1.xml.rels": external}))
            assert isinstance(book, Workbook)
            assert "SECRET" not in repr(book)
        with pytest.raises(TimeoutError):
            server.accept()


def test_a_bad_part_nobody_needs_does_not_stop_the_reading() -> None:
    content = parts(rich_book())
    content["xl/drawings/drawing1.xml"] = b"<broken"
    content["xl/theme/theme1.xml"] = b""
    assert isinstance(outcome(packed(content)), Workbook)
