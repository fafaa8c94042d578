"""Zips put together and taken apart byte by byte, so that their headers may lie."""

import io
import struct
import warnings
import zipfile
from collections.abc import Sequence
from random import Random
from typing import NamedTuple

LISTED, LOCAL, END = b"PK\x01\x02", b"PK\x03\x04", b"PK\x05\x06"


class Part(NamedTuple):
    """A part of a package; two may have one name."""

    name: str
    content: bytes


class Header(NamedTuple):
    """A number in the header of a zip: how far behind the signature it stands, and its format."""

    signature: bytes
    offset: int
    format: str


FIELDS = (
    *(Header(LISTED, 8, "<H"), Header(LISTED, 10, "<H"), Header(LISTED, 16, "<I")),
    *(Header(LISTED, 20, "<I"), Header(LISTED, 24, "<I"), Header(LISTED, 28, "<H")),
    *(Header(LISTED, 30, "<H"), Header(LISTED, 42, "<I"), Header(LOCAL, 6, "<H")),
    *(Header(LOCAL, 8, "<H"), Header(LOCAL, 26, "<H"), Header(LOCAL, 28, "<H")),
    *(Header(END, 8, "<H"), Header(END, 10, "<H"), Header(END, 12, "<I"), Header(END, 16, "<I")),
)
"""Flags, method, checksum, sizes, lengths of name and extra, offsets, counts."""


def zipped(content: Sequence[Part], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of those parts in that order, quickly."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a name twice is what is wanted here
        for name, part in content:
            package.writestr(zipfile.ZipInfo(name), part, method, 1)
    return out.getvalue()


def in_zip(chance: Random, data: bytes) -> bytes:
    """The zip with a lie in a header, cut, or with something before, after or in it."""
    kind = chance.choice(("field", "field", "field", "cut", "before", "after", "byte"))
    if kind == "cut":
        return data[: chance.randrange(len(data) + 1)]
    if kind == "before":
        return bytes(chance.randrange(1, 300)) + data
    if kind == "after":
        return data + chance.choice((b"\0" * 99, LISTED + bytes(60), data, END + bytes(18)))
    if kind == "byte":
        at = chance.randrange(len(data) + 1)
        return data[:at] + bytes([chance.randrange(256)]) + data[at + 1 :]
    return changed_field(chance, data)


def changed_field(chance: Random, data: bytes) -> bytes:
    """One number of one header changed."""
    field = chance.choice(FIELDS)
    places = _places(data, field.signature)
    if not places:
        return data
    at = chance.choice(places) + field.offset
    size = struct.calcsize(field.format)
    if at + size > len(data):
        return data
    (old,) = struct.unpack_from(field.format, data, at)
    most = (1 << 8 * size) - 1
    near = (old + 1, old - 1, old ^ 1, old ^ 8, old ^ 0x800)
    new = chance.choice((0, 1, 8, 9, 12, *near, most, most >> 1))
    return data[:at] + struct.pack(field.format, new & most) + data[at + size :]


def _places(data: bytes, signature: bytes) -> list[int]:
    found: list[int] = []
    at = data.find(signature)
    while at >= 0:
        found.append(at)
        at = data.find(signature, at + 1)
    return found
