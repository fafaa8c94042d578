"""Whatever the bytes, a book or one coded refusal comes out, and nothing else."""

from hypothesis import given
from hypothesis import strategies as st

from pso_excel.xlsx.workbook import Workbook
from tests.xlsx.packages import packed, parts, rich_book
from tests.xlsx.untrusted import outcome

DATA = rich_book()
CONTENT = parts(DATA)
READ = [
    name
    for name in CONTENT
    if name.endswith((".rels", "workbook.xml", "styles.xml", "Strings.xml", "app.xml"))
    or "worksheets/sheet" in name
]


@st.composite
def mutated(draw: st.DrawFn, data: bytes) -> bytes:
    """The bytes with some of them replaced, left out, repeated or put elsewhere."""
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(data)))
        to = min(len(data), at + draw(st.sampled_from([0, 1, 1, 2, 4, 30])))
        new = draw(
            st.one_of(
                st.binary(max_size=8),
                st.sampled_from([b"<", b">", b'"', b"&", b"</c>", b"<row>", b"\0", b"99999999"]),
                st.just(data[at:to] * 2),
                st.just(data[: to - at]),
            )
        )
        data = data[:at] + new + data[to:]
    return data


def is_book_or_code(result: Workbook | str) -> bool:
    """A book with sheets, or a code of ours."""
    if isinstance(result, Workbook):
        return len(result.sheets) + len(result.skipped_sheets) > 0
    return result[0] == "F" and result[1:].isdigit()


@given(mutated(DATA))
def test_any_change_of_the_file_gives_a_book_or_a_code(data: bytes) -> None:
    assert is_book_or_code(outcome(data))


@given(mutated(DATA[-1500:]))
def test_any_change_of_the_directory_gives_a_book_or_a_code(data: bytes) -> None:
    assert is_book_or_code(outcome(DATA[:-1500] + data))


@given(st.data(), st.sampled_from(READ))
def test_any_change_inside_a_part_gives_a_book_or_a_code(drawn: st.DataObject, part: str) -> None:
    changed = drawn.draw(mutated(CONTENT[part]))
    assert is_book_or_code(outcome(packed({**CONTENT, part: changed})))


@given(st.binary(max_size=300), st.sampled_from([b"", b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf"]))
def test_any_bytes_at_all_give_a_code(data: bytes, start: bytes) -> None:
    assert isinstance(outcome(start + data), str)
