"""Our macros are known by their text however often others have saved them; nothing else is."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pso_excel.buttons.own_macros import examine, macro_sources, origin
from pso_excel.intake import file_notes, read_book
from pso_excel.vba.compound_file import compound_file
from pso_excel.vba.compression import compress
from pso_excel.vba.project import project_records, vba_project
from pso_excel.xlsx.reader.active_content import MOST_MACRO_BYTES
from tests.macros.projects import (
    DOCUMENTS,
    assembled,
    ours,
    rebuilt,
    with_cache,
    with_module,
    workbook,
)
from tests.xlsx.packages import packed, parts

FIRST = next(iter(macro_sources()))
EMPTY_SHEET = (
    'Attribute VB_Name = "Sheet1"\r\nAttribute VB_Base = "0{00020820-0000-0000-C000-000000000046}"'
    "\r\nAttribute VB_Exposed = True\r\nOption Explicit\r\n\r\n"
)


def resaved(change: Callable[[str], str]) -> bytes:
    """Our modules with another spelling, beside an empty sheet."""
    texts = {name: change(text) for name, text in macro_sources().items()}
    return assembled({"Sheet1": EMPTY_SHEET, **texts}, documents=("Sheet1",))


def outside_quotes(change: Callable[[str], str]) -> Callable[[str], str]:
    def changed(text: str) -> str:
        pieces = text.split('"')
        pieces[::2] = map(change, pieces[::2])
        return '"'.join(pieces)

    return changed


SPELLINGS: dict[str, Callable[[str], str]] = {
    "as it is": str,
    "line ends of Windows": lambda text: text.replace("\n", "\r\n"),
    "line ends of old Macs": lambda text: text.replace("\n", "\r"),
    "blank lines at the end": lambda text: text + "\r\n\r\n",
    "blanks after lines": lambda text: text.replace("\n", "   \n"),
    "tabs": lambda text: text.replace("    ", "\t"),
    "capitals as last typed elsewhere": outside_quotes(str.upper),
}


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_ours_as_an_editor_may_spell_it_is_ours(spelling: str) -> None:
    assert examine(resaved(SPELLINGS[spelling])).foreign == ()


def test_ours_is_ours_with_any_number_of_empty_sheets() -> None:
    for sheets in (0, 1, 40):
        names = ("ThisWorkbook", *(f"Sheet{number}" for number in range(1, sheets + 1)))
        assert origin(ours(names)) == "ours"


def test_ours_after_a_cache_that_excel_keeps_before_the_text() -> None:
    """Module streams of Excel begin with compiled code; MODULEOFFSET says where the text begins."""
    assert origin(with_cache(b"\x01\x16\x03" * 400)) == "ours"


@pytest.mark.parametrize(
    ("vba", "named"),
    [
        pytest.param(with_module("Extra", "Sub A()\nEnd Sub\n"), "Extra", id="one more module"),
        pytest.param(
            with_module(FIRST, macro_sources()[FIRST] + "Sub Auto_Open()\nEnd Sub\n"),
            FIRST, id="a Sub more",
        ),
        pytest.param(
            with_module(FIRST, macro_sources()[FIRST].replace("Sub", "Function", 1)),
            FIRST, id="a word changed",
        ),
        pytest.param(
            resaved(lambda text: text.replace("check", "CHECK")), FIRST, id="capitals in quotes"
        ),
        pytest.param(
            assembled({"Sheet1": EMPTY_SHEET + "Private Sub Worksheet_Activate()\r\n",
                       **macro_sources()}, documents=("Sheet1",)),
            "Sheet1", id="code behind a sheet",
        ),
        pytest.param(
            assembled({"Sheet1": EMPTY_SHEET.replace("Exposed", "Control"), **macro_sources()}),
            "Sheet1", id="a control on a sheet",
        ),
        pytest.param(
            assembled({n: "Sub Auto_Open(): Shell 1: End Sub\n" * (n == FIRST) + t
                       for n, t in macro_sources().items()}),
            FIRST, id="a line before the first",
        ),
        pytest.param(vba_project({}, DOCUMENTS), FIRST, id="ours missing"),
    ],
)  # fmt: skip
def test_what_differs_is_named(vba: bytes, named: str) -> None:
    assert named in examine(vba).foreign
    assert origin(vba) == "foreign"


def test_other_libraries_are_named() -> None:
    """A module of another workbook could answer to a name that our text calls."""
    records = project_records("VBAProject", ())
    project = b"*\\C\\\\server\\share\\other.xlam"
    for guid, data, named in (
        (b"\x0e\x00", project, "?"),
        (b"\x0d\x00", b"*\\G{11111111-2222-3333-4444-555555555555}#1.0", "11111111-2222-3333-4444"),
    ):
        reference = guid + len(data).to_bytes(4, "little") + data
        streams = {"dir": compress(records[:-6] + reference + records[-6:])}
        found = examine(compound_file({"VBA": streams})).foreign
        assert found[0].startswith(named)


def test_what_two_readers_could_take_differently_is_not_ours() -> None:
    text, offset = compress(b"Sub A()\r\n"), b"\x31\0\x04\0\0\0\0\0\0\0"
    assert origin(rebuilt(bytes)) == "ours"
    assert origin(rebuilt(bytes, __SRP_0=b"x", __SRP_1f=b"x")) == "ours"
    assert examine(rebuilt(bytes, Loose=text)).foreign == ("vba/loose",)
    other = b"Q" + FIRST[1:].encode()
    stream = b"\x1a\0" + len(FIRST).to_bytes(4, "little")
    twins = rebuilt(
        lambda stream_of_dir: stream_of_dir.replace(stream + FIRST.encode(), stream + other)
    )
    assert origin(twins) == "foreign"
    assert (
        origin(rebuilt(lambda stream_of_dir: stream_of_dir.replace(offset, offset * 2)))
        == "foreign"
    )
    assert (
        origin(
            rebuilt(
                lambda stream_of_dir: (
                    stream_of_dir[:-6] + stream_of_dir[stream_of_dir.index(b"\x19\0") :]
                )
            )
        )
        == "foreign"
    )


@given(st.integers(0, 900), st.binary(min_size=1, max_size=6), st.integers(0, 3))
def test_a_damaged_directory_of_modules_never_raises(at: int, change: bytes, cut: int) -> None:
    origin(
        rebuilt(
            lambda stream_of_dir: (
                stream_of_dir[:at] + change + stream_of_dir[at + len(change) * (cut > 0) :]
            )
        )
    )
    origin(rebuilt(lambda stream_of_dir: stream_of_dir[:at]))


SOUND = ours(("ThisWorkbook",))


@given(st.integers(0, len(SOUND) - 1), st.binary(min_size=1, max_size=6))
def test_a_damaged_project_is_ours_only_if_its_text_is(at: int, change: bytes) -> None:
    origin(SOUND[:at] + change + SOUND[at + len(change) :])
    assert origin(SOUND[: min(at, len(SOUND) - 3000)]) == "foreign"


@pytest.mark.parametrize(
    "vba",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"not a compound file at all" * 100, id="something else"),
        pytest.param(SOUND + bytes(MOST_MACRO_BYTES), id="too large"),
        pytest.param(compound_file({"VBA": {"dir": b"\x01\xff\xbf"}}), id="cut"),
        pytest.param(compound_file({"VBA": {"dir": compress(bytes(1 << 20))}}), id="a bomb"),
        pytest.param(compound_file({"VBA": {"other": b"x"}}), id="no directory"),
        pytest.param(compound_file({"VBA": {"dir": compress(b"\x0f\0" + b"\xff" * 4)}}), id="huge"),
        pytest.param(
            compound_file({"VBA": {"dir": compress(b"\x47\0\x01\0\0\0x" + b"\x2b" + bytes(5))}}),
            id="half a letter",
        ),
        pytest.param(
            assembled({**macro_sources(), FIRST: "x" * 200_000}), id="a huge module"
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_not_ours(vba: bytes) -> None:
    assert origin(vba) == "foreign"


def codes(data: bytes) -> list[str]:
    return [problem.code for problem in file_notes(read_book(data, "งาน.xlsm"))]


def test_F010_quiet_on_a_workbook_with_our_macros() -> None:
    assert "F010" not in codes(workbook(ours()))


@pytest.mark.parametrize(
    "vba",
    [
        pytest.param(with_module("Extra", "Sub A()\nEnd Sub\n"), id="F010 fires: a module more"),
        pytest.param(vba_project({}, DOCUMENTS), id="F010 fires: without ours"),
        pytest.param(ours()[:2000], id="F010 fires: cannot be read"),
        pytest.param(ours() + bytes(MOST_MACRO_BYTES), id="F010 fires: too large to look at"),
    ],
)
def test_other_macros_are_told(vba: bytes) -> None:
    assert "F010" in codes(workbook(vba))


def test_F010_fires_when_others_stand_beside_ours() -> None:
    content = parts(workbook(ours()))
    content["xl/other/vbaProject.bin"] = with_module("Extra", "Sub A()\nEnd Sub\n")
    assert codes(packed(content)) == ["F010"]


def test_F010_fires_when_the_part_is_damaged_and_the_rest_is_read() -> None:
    data = bytearray(workbook(ours()))
    name = b"xl/vbaProject.bin"
    at = data.index(name) + len(name)
    data[at + 100] ^= 0xFF
    book = read_book(bytes(data), "งาน.xlsm")
    assert book.active_content == {"macros": 1}
    assert [problem.code for problem in file_notes(book)] == ["F010"]
