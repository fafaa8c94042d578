"""Compressed as [MS-OVBA] 2.4.1 says: every text comes back, and nothing hostile goes far."""

import random

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pso_excel.vba.compression import CHUNK, compress, decompress

NORMAL = "#aaabcdefaaaaghijaaaaaklaaamnopqaaaaaaaaaaaarstuvwxyzaaa"
NORMAL_AS_SPECIFIED = bytes.fromhex(
    "01 2F B0 00 23 61 61 61 62 63 64 65 82 66 00 70 61 67 68 69 6A 01 38 08 61 6B 6C 00 30 6D 6E"
    "6F 70 06 71 02 70 04 10 72 73 74 75 76 10 77 78 79 7A 00 3C"
)
LINES = st.lists(st.sampled_from(("Sub A()\r\n", "    x = x + 1\r\n", "End Sub\r\n", "' ", "y")))


def noise(size: int, seed: int = 1) -> bytes:
    return random.Random(seed).randbytes(size)


def test_the_examples_of_the_specification() -> None:
    """[MS-OVBA] 3.2.1 to 3.2.3."""
    none = bytes.fromhex("01 19 B0 00 6162636465666768 00 696A6B6C6D6E6F70 00 71727374 75762E")
    assert compress(b"abcdefghijklmnopqrstuv.") == none
    assert decompress(none, 100) == b"abcdefghijklmnopqrstuv."
    assert decompress(NORMAL_AS_SPECIFIED, 100) == NORMAL.encode()
    assert len(compress(NORMAL.encode())) == len(NORMAL_AS_SPECIFIED)
    assert compress(b"a" * 73) == bytes.fromhex("01 03 B0 02 61 45 00")


@given(st.binary(max_size=300), LINES, st.integers(0, 40))
def test_what_goes_in_comes_out(odd: bytes, lines: list[str], times: int) -> None:
    data = odd + "".join(lines).encode() * times
    assert decompress(compress(data), len(data)) == data


@pytest.mark.parametrize("size", [0, 1, 2, 3, 4095, 4096, 4097, 8191, 8192, 8193, 20_000])
@pytest.mark.parametrize("pattern", [b"a", b"ab\r\n", bytes(range(32, 127))])
def test_borders_of_chunks(size: int, pattern: bytes) -> None:
    data = (pattern * size)[:size]
    assert decompress(compress(data), size) == data


@pytest.mark.parametrize("chunks", [1, 3])
def test_noise_is_stored_as_it_is(chunks: int) -> None:
    data = noise(CHUNK * chunks)
    packed = compress(data)
    assert len(packed) == 1 + chunks * (CHUNK + 2)
    assert decompress(packed, len(data)) == data


def test_a_last_chunk_of_noise_is_followed_by_zeros() -> None:
    data = noise(CHUNK + 4000)
    assert decompress(compress(data), 2 * CHUNK) == data + bytes(96)


@given(st.binary(max_size=400), st.integers(0, 2000))
@example(b"\x01\x00\xb0", 10)
@example(b"\x01\x00\xb0\x01", 10)
@example(b"\x01\x02\xb0\x01\x00\x00", 10)
@example(b"\x01\xff\x3f" + bytes(100), 10_000)
def test_nothing_hostile_goes_further_than_allowed(rest: bytes, most: int) -> None:
    for container in (rest, b"\x01" + rest):
        try:
            got = decompress(container, most)
        except ValueError:
            continue
        assert len(got) <= most


def test_more_than_allowed_is_refused() -> None:
    packed = compress(b"a" * 100_000)
    assert len(packed) < 400
    with pytest.raises(ValueError, match="more than"):
        decompress(packed, 99_999)
    assert len(decompress(packed, 100_000)) == 100_000


def test_a_chunk_never_grows_past_its_size() -> None:
    long = bytes.fromhex("01 03 B0 02 61 FF 0F")  # 4,098 further letters in one token
    with pytest.raises(ValueError, match="4,096"):
        decompress(long, 10_000)
