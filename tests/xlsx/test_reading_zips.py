"""D6: a zip in which two programs would find two contents of one part is refused."""

import io
import struct
import zipfile
import zlib

import pytest

from pso_excel.xlsx.reader.package import heed_memory
from pso_excel.xlsx.workbook import Workbook
from tests.xlsx.packages import parts
from tests.xlsx.untrusted import GOOD, ONE, Make, outcome, row, with_parts, with_sheet


def local_header(data: bytes, old: bytes, new: bytes) -> bytes:
    """The zip in which the first header of a part, not its line of the directory, differs."""
    at = data.index(old)
    return data[:at] + new + data[at + len(old) :]


def two_ends() -> bytes:
    """A zip that ends in the record of another directory, hidden in the comment of the first."""
    other = GOOD[GOOD.rindex(b"PK\x05\x06") :]
    return GOOD[:-2] + struct.pack("<H", len(other)) + other


def before_it() -> bytes:
    """A zip behind another one: some programs read the first, others the last."""
    return GOOD + with_sheet(row(ONE.replace(">1<", ">2<")))


FIRES: dict[str, tuple[Make, str]] = {
    "a part of another name in its own header": (
        lambda: local_header(GOOD, b"xl/worksheets/sheet1", b"xl/worksheets/sheet2"),
        "F001",
    ),
    "two directories": (two_ends, "F001"),
    "a zip behind a zip": (before_it, "F001"),
    "a name that ends within": (
        lambda: with_parts({"xl/aXb.xml": "x"}).replace(b"xl/aXb.xml", b"xl/a\0b.xml"),
        "F027",
    ),
}


@pytest.mark.parametrize(
    ("make", "code"),
    [pytest.param(make, code, id=f"{code} fires: {name}") for name, (make, code) in FIRES.items()],
)
def test_d6_a_zip_with_two_contents_is_refused(make: Make, code: str) -> None:
    assert outcome(make()) == code


def test_d6_the_directory_is_believed_where_sizes_follow_the_data() -> None:
    """As programs write a zip to a stream: the header of a part then has no sizes."""
    out = io.BytesIO()
    with zipfile.ZipFile(_Stream(out), "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts(GOOD).items():
            package.writestr(zipfile.ZipInfo(name), content)
    assert isinstance(outcome(out.getvalue()), Workbook)


class _Stream(io.RawIOBase):
    """What can only be written to, one byte after the other."""

    def __init__(self, out: io.BytesIO) -> None:
        self._out = out

    def writable(self) -> bool:
        return True

    def write(self, data: bytes, /) -> int:  # type: ignore[override]
        return self._out.write(data)


def test_d4_too_little_memory_is_no_fault_of_the_file() -> None:
    with pytest.raises(MemoryError):
        heed_memory(zlib.error("Error -4 while decompressing data: insufficient memory"))
    heed_memory(zlib.error("Error -3 while decompressing data: invalid block type"))
