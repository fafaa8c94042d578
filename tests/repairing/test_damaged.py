"""A damaged file: what can be read of it is placed, and what is lost is counted."""

import json
import re
import struct
import zipfile
from collections.abc import Callable
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl.comments import Comment
from openpyxl.workbook import Workbook

from pso_excel.cli.repair import repair_file
from pso_excel.core.messages import message
from pso_excel.core.problem import Refused
from pso_excel.forms.layout import UNPLACED
from pso_excel.intake import read_book
from pso_excel.pipeline import open_office
from pso_excel.repair import Repaired, renew_workbook, repair_workbook
from tests.released import released
from tests.repairing.test_outcome import edited

SHEET = "04_ข้อมูล"
PART = "xl/worksheets/sheet3.xml"
"""The part of the sheet with answers."""
STRINGS, STYLES = "xl/sharedStrings.xml", "xl/styles.xml"
WORKBOOK, RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
Damage = Callable[[bytes], bytes]


@cache
def form() -> bytes:
    """A filled form as Excel would save it: every text among the shared ones."""
    filled = next(release.data for release in released() if release.name == "stage_S04_th")
    with zipfile.ZipFile(BytesIO(filled)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    texts: list[bytes] = []

    def shared(found: re.Match[bytes]) -> bytes:
        texts.append(b"<si>%s</si>" % found[1])
        return b't="s"><v>%d</v></c>' % (number + len(texts) - 1)

    number = int(re.findall(rb'uniqueCount="(\d+)"', parts[STRINGS])[0])
    for name in parts:
        if name.startswith("xl/worksheets/"):
            parts[name] = re.sub(rb't="inlineStr"><is>(.*?)</is></c>', shared, parts[name])
    table = parts[STRINGS].replace(b"</sst>", b"".join(texts) + b"</sst>")
    count = b'uniqueCount="%d"' % (number + len(texts))
    parts[STRINGS] = re.sub(rb'uniqueCount="\d+"', count, table)
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return out.getvalue()


@cache
def sound() -> Repaired:
    return repair_workbook(form(), "a.xlsx")


def place_of(data: bytes, part: str) -> tuple[int, int, int]:
    """Where the header of a part stands, where its data begins, and how long that is."""
    with zipfile.ZipFile(BytesIO(data)) as package:
        entry = package.getinfo(part)
    name, extra = struct.unpack_from("<HH", data, entry.header_offset + 26)
    begin = entry.header_offset + 30 + name + extra
    return entry.header_offset, begin, entry.compress_size


def listed_at(data: bytes, part: str) -> int:
    """Where the directory lists a part."""
    return data.rindex(part.encode()) - 46


def wrong_checksum(part: str, *, header: bool = True, directory: bool = True) -> Damage:
    def damage(data: bytes) -> bytes:
        out = bytearray(data)
        for at in [place_of(data, part)[0] + 14] * header + [
            listed_at(data, part) + 16
        ] * directory:
            out[at] ^= 0xFF
        return bytes(out)

    return damage


def garbled(part: str, where: float) -> Damage:
    """Some bytes of the compressed data changed."""

    def damage(data: bytes) -> bytes:
        _, begin, size = place_of(data, part)
        out, at = bytearray(data), begin + int(size * where)
        out[at : at + 4] = bytes(byte ^ 0x5A for byte in out[at : at + 4])
        return bytes(out)

    return damage


def rewritten(part: str, change: Callable[[bytes], bytes | None]) -> Damage:
    """The package with one part changed, or without it."""

    def damage(data: bytes) -> bytes:
        out = BytesIO()
        with (
            zipfile.ZipFile(BytesIO(data)) as old,
            zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
        ):
            for name in old.namelist():
                content = change(old.read(name)) if name == part else old.read(name)
                if content is not None:
                    new.writestr(name, content)
        return out.getvalue()

    return damage


def gone(part: str) -> Damage:
    return rewritten(part, lambda _: None)


def first_half(part: str) -> Damage:
    return rewritten(part, lambda content: content[: len(content) // 2])


def without_directory(data: bytes) -> bytes:
    return data[: data.index(b"PK\x01\x02")]


def zeros_for_directory(data: bytes) -> bytes:
    at = data.index(b"PK\x01\x02")
    return data[:at] + bytes(len(data) - at)


def wrong_name_in_directory(data: bytes) -> bytes:
    out = bytearray(data)
    out[listed_at(data, PART) + 46 + 5] ^= 1
    return bytes(out)


def wrong_header(data: bytes) -> bytes:
    out = bytearray(data)
    out[place_of(data, PART)[0]] ^= 0xFF
    return bytes(out)


def codes(repaired: Repaired) -> set[str]:
    return {problem.code for problem in repaired.problems}


def answers(data: bytes) -> dict[tuple[str, int, str], object]:
    """Every typed answer of a workbook by its table, row and field."""
    return {
        (table_id, row.row_number, field): value
        for table_id, entries in open_office(data).submission.tables.items()
        for row in entries.rows
        for field, value in row.values.items()
    }


NOTHING_LOST: dict[str, Damage] = {
    "a wrong checksum of the sheet": wrong_checksum(PART),
    "one in its header": wrong_checksum(PART, directory=False),
    "one in the directory": wrong_checksum(PART, header=False),
    "a wrong checksum of the strings": wrong_checksum(STRINGS),
    "a wrong checksum of the styles": wrong_checksum(STYLES),
    "a wrong checksum of the workbook": wrong_checksum(WORKBOOK),
    "no directory": without_directory,
    "a directory of zeros": zeros_for_directory,
    "a wrong name in the directory": wrong_name_in_directory,
    "a damaged header": wrong_header,
    "no relations": gone(RELATIONS),
    "half the relations": first_half(RELATIONS),
    "garbled relations": garbled(RELATIONS, 0.6),
    "no relations of the package": gone("_rels/.rels"),
}


@pytest.mark.parametrize("name", NOTHING_LOST)
def test_c3_what_inflates_is_placed(name: str) -> None:
    repaired = repair_workbook(NOTHING_LOST[name](form()), "a.xlsx")
    assert answers(repaired.data) == answers(sound().data)
    assert (repaired.unplaced, repaired.missing) == (0, 0)
    assert codes(repaired) - {"M010", "M001"} == codes(sound()) - {"M001"}


def test_c3_a_damaged_sheet_that_was_read_is_named_M010_fires() -> None:
    repaired = repair_workbook(wrong_checksum(PART)(form()), "a.xlsx")
    found_problem = next(problem for problem in repaired.problems if problem.code == "M010")
    assert SHEET in message(found_problem, "th")


@pytest.mark.parametrize("damage", [gone(PART), garbled(PART, 0.0)])
def test_c3_a_sheet_that_is_gone_is_counted_M016_fires_M017_quiet(damage: Damage) -> None:
    repaired = repair_workbook(damage(form()), "a.xlsx")
    found_problem = next(problem for problem in repaired.problems if problem.code == "M016")
    assert (found_problem.values["n"], found_problem.values["sheets"]) == ("1", SHEET)
    assert repaired.missing == 1
    assert 0 < repaired.placed < sound().placed


def test_c3_a_sheet_that_ends_too_early_is_counted_M017_fires_M016_quiet() -> None:
    kept = rewritten(PART, lambda content: content[: content.index(b'<row r="8"') + 200])
    repaired = repair_workbook(kept(form()), "a.xlsx")
    found_problem = next(problem for problem in repaired.problems if problem.code == "M017")
    assert found_problem.location.sheet == SHEET
    assert found_problem.values["row"] == "8"
    assert repaired.missing == int(str(found_problem.values["n"])) > 100
    assert 0 < repaired.placed < sound().placed


def test_c3_texts_that_are_lost_are_counted_and_listed_M018_fires() -> None:
    repaired = repair_workbook(gone(STRINGS)(form()), "a.xlsx")
    found_problem = next(problem for problem in repaired.problems if problem.code == "M018")
    before, now = answers(sound().data), answers(repaired.data)
    assert now.items() <= before.items(), "nothing is made up"
    assert repaired.unplaced >= int(str(found_problem.values["n"])) == len(listed(repaired)) > 20


def listed(repaired: Repaired) -> list[str]:
    cells = read_book(repaired.data).sheets[UNPLACED].cells
    return [str(cell.value) for cell in cells.values() if cell.value == "#LOST!"]


def test_c3_of_texts_that_end_too_early_those_before_are_placed() -> None:
    repaired = repair_workbook(rewritten(STRINGS, lambda data: data[:-3000])(form()), "a.xlsx")
    all_lost = repair_workbook(gone(STRINGS)(form()), "a.xlsx")
    assert all_lost.placed < repaired.placed < sound().placed
    assert answers(repaired.data).items() <= answers(sound().data).items()


def test_c3_one_cell_that_cannot_be_read_is_listed() -> None:
    at = placed_cell()
    damage = rewritten(PART, lambda content: content.replace(at, at[:-9] + b"&\x01</v></c>"))
    repaired = repair_workbook(damage(form()), "a.xlsx")
    assert repaired.placed == sound().placed - 1
    assert (repaired.unplaced, len(listed(repaired))) == (1, 1)
    assert {"M010", "M018"} <= codes(repaired)


def placed_cell() -> bytes:
    """A cell with a number, as it is written."""
    with zipfile.ZipFile(BytesIO(form())) as package:
        content = package.read(PART)
    return re.findall(rb'<c r="[A-Z]+6" s="[0-9]+"><v>[0-9]+</v></c>', content)[0]


@pytest.mark.parametrize("damage", [gone(STYLES), garbled(STYLES, 0.05), first_half(STYLES)])
def test_c3_numbers_whose_format_is_lost_are_counted_M019_fires(damage: Damage) -> None:
    repaired = repair_workbook(damage(form()), "a.xlsx")
    found_problem = next(problem for problem in repaired.problems if problem.code == "M019")
    assert repaired.missing == int(str(found_problem.values["n"])) > 10
    assert answers(repaired.data) == answers(sound().data), "days are days all the same"


def test_c3_notes_that_may_be_lost_are_told_M022_fires() -> None:
    def noted(book: Workbook) -> None:
        book[SHEET]["C6"].comment = Comment("ถามหัวหน้าก่อน", "ก")

    data = edited(noted, form())
    with zipfile.ZipFile(BytesIO(data)) as package:
        part = next(name for name in package.namelist() if "comment" in name and ".xml" in name)
    repaired = repair_workbook(garbled(part, 0.1)(data), "a.xlsx")
    assert "M022" in codes(repaired)
    assert repaired.missing >= 1


def test_M016_quiet_M017_quiet_M018_quiet_M019_quiet_M022_quiet_on_a_whole_file() -> None:
    assert sound().missing == 0
    assert codes(sound()).isdisjoint({"M010", "M016", "M017", "M018", "M019", "M022"})


@pytest.mark.parametrize(
    ("part", "codes_told", "ended"),
    [
        pytest.param("sheet", {"M016"}, 1, id="a sheet is gone"),
        pytest.param(STRINGS, {"M018"}, 1, id="the texts are gone"),
        pytest.param(RELATIONS, {"M010"}, 0, id="nothing is lost"),
    ],
)
def test_c3_the_command_ends_with_1_where_anything_is_missing(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    part: str,
    codes_told: set[str],
    ended: int,
) -> None:
    path = tmp_path / "แบบ.xlsx"
    path.write_bytes(gone(PART if part == "sheet" else part)(form()))
    assert repair_file(path, None, "", as_json=True) == ended
    said = json.loads(capsys.readouterr().out)
    assert codes_told <= {item["code"] for item in said["problems"]}
    assert (said["missing"] + said["unplaced"] > 0) is bool(ended)
    title = read_book(Path(said["file"]).read_bytes()).sheets[UNPLACED]
    everything = "ครบแล้ว" in " ".join(str(cell.value) for cell in title.cells.values())
    assert everything is not bool(ended)


def test_c3_a_new_round_tells_the_same() -> None:
    renewed = renew_workbook(gone(PART)(form()), "2570-1", "a.xlsx")
    assert renewed.missing == 1
    assert "M016" in codes(renewed)


def test_c3_a_file_of_which_no_table_is_left_is_refused_as_damaged() -> None:
    damage = gone(STRINGS)(gone(WORKBOOK)(form()))
    with pytest.raises(Refused) as refused:
        repair_workbook(damage, "a.xlsx")
    assert refused.value.problem.code == "F001"
