"""A compound file as [MS-CFB] has it: olefile reads what we write, we read what is sound."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pso_excel.vba.compound_file import ENTRY, HEADER, SECTOR, CompoundFile, Tree, compound_file
from tests.vba.compound import olefile

SIZES = (1, 63, 64, 65, 4095, 4096, 4097, 10_000)


def tree_of(names: list[str], sizes: list[int]) -> dict[str, bytes]:
    return {
        name: bytes((number,)) * sizes[number % len(sizes)] for number, name in enumerate(names, 1)
    }


@given(
    st.lists(st.from_regex(r"[A-Za-z_][A-Za-z0-9_]{0,30}", fullmatch=True), unique_by=str.lower,
             min_size=1, max_size=40),
    st.lists(st.sampled_from(SIZES), min_size=1, max_size=5),
)  # fmt: skip
def test_what_is_written_is_read_by_others_and_by_us(names: list[str], sizes: list[int]) -> None:
    inner = tree_of(names, sizes)
    data = compound_file({"Folder": inner, "PROJECT": b"text"})
    own = CompoundFile(data)
    with olefile(data) as other:
        assert sorted(other.listdir()) == sorted([["PROJECT"], *(["Folder", n] for n in names)])
        for name, content in inner.items():
            assert other.openstream(["Folder", name]).read() == content
            assert own.read(f"Folder/{name}") == content
    assert own.read("project") == b"text"
    assert set(own.streams) == {"project", *(f"folder/{name.lower()}" for name in names)}


@pytest.mark.parametrize("siblings", range(1, 34))
def test_siblings_hang_in_a_red_black_tree(siblings: int) -> None:
    """[MS-CFB] 2.6.4: in order, the root black, no red under red, black alike on every way."""
    data = compound_file({f"n{number}": b"x" for number in range(siblings)})
    start = struct.unpack_from("<I", data, 48)[0]
    entries = list(ENTRY.iter_unpack(data[(start + 1) * SECTOR :][: (siblings // 4 + 1) * SECTOR]))

    def walk(number: int, red_above: bool) -> tuple[list[tuple[int, str]], int]:
        if number == 0xFFFFFFFF:
            return [], 1
        text, length, _, colour, left, right, *_ = entries[number]
        name = text[: length - 2].decode("utf-16-le").upper()
        assert not (red_above and colour == 0)
        before, black = walk(left, colour == 0)
        after, black_after = walk(right, colour == 0)
        assert black == black_after
        return [*before, (len(name), name), *after], black + colour

    top = entries[0][6]
    assert entries[top][3] == 1
    in_order, _ = walk(top, False)
    assert in_order == sorted(in_order)
    assert len(in_order) == siblings


def test_the_same_streams_give_the_same_bytes() -> None:
    tree: Tree = {"B": {"x": b"1", "yy": b"2" * 5000}, "A": b"3"}
    swapped: Tree = {"A": b"3", "B": {"yy": b"2" * 5000, "x": b"1"}}
    assert compound_file(tree) == compound_file(swapped)


def test_what_does_not_fit_is_refused() -> None:
    assert len(compound_file({"most": bytes(7_000_000)})) > 7_000_000
    with pytest.raises(ValueError, match="too large"):
        compound_file({"more": bytes(7_200_000)})
    with pytest.raises(ValueError, match="31 characters"):
        compound_file({"n" * 32: b"x"})


SOUND = compound_file({"VBA": {"dir": b"d" * 100, "Big": b"b" * 9000}, "PROJECT": b"p" * 700})


@given(st.integers(0, len(SOUND) - 1), st.binary(min_size=1, max_size=8))
def test_a_change_anywhere_is_read_or_refused(at: int, change: bytes) -> None:
    read_all(SOUND[:at] + change + SOUND[at + len(change) :])
    read_all(SOUND[:at])


def read_all(data: bytes) -> None:
    try:
        file = CompoundFile(data)
        got = [file.read(path) for path in file.streams]
    except ValueError:
        return
    assert sum(map(len, got)) <= 2 * len(data)


def with_numbers(at: int, *numbers: int) -> bytes:
    return SOUND[:at] + struct.pack(f"<{len(numbers)}I", *numbers) + SOUND[at + 4 * len(numbers) :]


def fat_at() -> int:
    return (struct.unpack_from("<I", SOUND, HEADER.size - 109 * 4)[0] + 1) * SECTOR


def test_a_chain_in_a_circle_ends() -> None:
    directory = struct.unpack_from("<I", SOUND, 48)[0]
    with pytest.raises(ValueError, match="circle"):
        CompoundFile(with_numbers(fat_at() + 4 * directory, directory))
    of_a_stream = CompoundFile(with_numbers(fat_at(), *[0] * 10))
    assert of_a_stream.read("VBA/Big") == b"b" * 9000


def test_a_stream_of_four_gigabytes_is_refused() -> None:
    directory = (struct.unpack_from("<I", SOUND, 48)[0] + 1) * SECTOR
    for path in ("Root Entry", "Big", "dir"):
        entry = SOUND.index(path.encode("utf-16-le") + b"\0\0", directory)
        file = with_numbers(entry + 120, 0xFFFFFFFF)
        with pytest.raises(ValueError, match="more in the streams"):
            CompoundFile(file).read(f"VBA/{path}")


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", SOUND[:511], SOUND[:512], SOUND[8:]])
def test_what_is_no_compound_file_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        CompoundFile(data)
