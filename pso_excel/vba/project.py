"""The ``dir`` stream of a macro project: which modules and libraries it has, [MS-OVBA] 2.3.4.2."""

import struct
from collections.abc import Iterable
from typing import NamedTuple

CODE_PAGE = 1252
"""Windows Western, of which only the ASCII half is used: it reads the same on every computer."""

_ENGLISH = 0x0409
_WINDOWS = 1
_LIBRARIES = (
    (
        "stdole",
        r"*\G{00020430-0000-0000-C000-000000000046}#2.0#0"
        r"#C:\Windows\System32\stdole2.tlb#OLE Automation",
    ),
    (
        "Office",
        r"*\G{2DF8D04C-5BFA-101B-BDE5-00AA0044DE52}#2.0#0"
        r"#C:\Program Files\Common Files\Microsoft Shared\OFFICE16\MSO.DLL"
        r"#Microsoft Office 16.0 Object Library",
    ),
)
"""What every project of Excel refers to; found by its id, whatever the version and the folder."""


class Module(NamedTuple):
    """A module: ``document`` is one that belongs to the workbook or to a sheet of it."""

    name: str
    text: str
    document: bool = False


def project_records(name: str, modules: Iterable[Module]) -> bytes:
    """The uncompressed ``dir`` stream of a project: information, libraries, modules."""
    every = tuple(modules)
    return b"".join(
        (
            _information(name),
            *(_library(*library) for library in _LIBRARIES),
            # 2.3.4.2.3 PROJECTMODULES, with the project's cookie
            _record(0x000F, _short(len(every))) + _record(0x0013, _short(0xFFFF)),
            *map(_module, every),
            _record(0x0010),
        )
    )


def _information(name: str) -> bytes:
    """2.3.4.2.1 "PROJECTINFORMATION Record"."""
    return b"".join(
        (
            _record(0x0001, _long(_WINDOWS)),
            _record(0x0002, _long(_ENGLISH)),
            _record(0x0014, _long(_ENGLISH)),
            _record(0x0003, _short(CODE_PAGE)),
            _record(0x0004, name.encode("ascii")),
            _twice(0x0005, 0x0040, ""),  # description
            _record(0x0006) + _record(0x003D),  # help file
            _record(0x0007, _long(0)),
            _record(0x0008, _long(0)),
            # 2.3.4.2.1.11 PROJECTVERSION: the size counts the first number only
            struct.pack("<HIIH", 0x0009, 4, 1, 0),
            _twice(0x000C, 0x003C, ""),  # constants
        )
    )


def _library(name: str, id: str) -> bytes:
    """2.3.4.2.2.1 "REFERENCE Record" of a registered library (2.3.4.2.2.5)."""
    libid = id.encode("ascii")
    return _twice(0x0016, 0x003E, name) + _record(0x000D, _long(len(libid)) + libid + bytes(6))


def _module(module: Module) -> bytes:
    """2.3.4.2.3.2 "MODULE Record"; the text begins with the stream, as nothing is cached."""
    return b"".join(
        (
            _twice(0x0019, 0x0047, module.name),
            _twice(0x001A, 0x0032, module.name),
            _twice(0x001C, 0x0048, ""),
            _record(0x0031, _long(0)),
            _record(0x001E, _long(0)),
            _record(0x002C, _short(0xFFFF)),
            _record(0x0022 if module.document else 0x0021),
            _record(0x002B),
        )
    )


def _record(id: int, data: bytes = b"") -> bytes:
    return struct.pack("<HI", id, len(data)) + data


def _twice(id: int, unicode: int, text: str) -> bytes:
    """A text in the code page of the project, then in Unicode."""
    return _record(id, text.encode("ascii")) + _record(unicode, text.encode("utf-16-le"))


def _long(number: int) -> bytes:
    return struct.pack("<I", number)


def _short(number: int) -> bytes:
    return struct.pack("<H", number)
