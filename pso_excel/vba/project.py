"""The ``dir`` stream of a macro project: which modules and libraries it has, [MS-OVBA] 2.3.4.2."""

import re
import struct
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from pso_excel.vba.compound_file import compound_file
from pso_excel.vba.compression import compress

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


def _library(name: str, guid: str) -> bytes:
    """2.3.4.2.2.1 "REFERENCE Record" of a registered library (2.3.4.2.2.5)."""
    libid = guid.encode("ascii")
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


def _record(record_id: int, data: bytes = b"") -> bytes:
    return struct.pack("<HI", record_id, len(data)) + data


def _twice(record_id: int, unicode: int, text: str) -> bytes:
    """A text in the code page of the project, then in Unicode."""
    return _record(record_id, text.encode("ascii")) + _record(unicode, text.encode("utf-16-le"))


def _long(number: int) -> bytes:
    return struct.pack("<I", number)


def _short(number: int) -> bytes:
    return struct.pack("<H", number)


ID = "{5A0C9E1B-6D3F-4F27-9B58-2E74D1C8A036}"
"""The project's id, always the same: it tells projects open at once apart only within one file."""

_UNLOCKED, _NO_PASSWORD, _VISIBLE = bytes(4), bytes(1), b"\xff"
_EDITOR = "&H00000001={3832D640-CF90-11CF-8E43-00A0C911005A};VBE;&H00000000"


def project_properties(name: str, modules: Iterable[Module]) -> bytes:
    """The stream of a project that is not locked, has no password and is visible."""
    every = tuple(modules)
    lines = [
        f'ID="{ID}"',
        *(
            f"Document={module.name}/&H00000000" if module.document else f"Module={module.name}"
            for module in every
        ),
        f'Name="{name}"',
        'HelpContextID="0"',
        'VersionCompatible32="393222000"',
        f'CMG="{obscured(_UNLOCKED, 0x9C)}"',
        f'DPB="{obscured(_NO_PASSWORD, 0x28)}"',
        f'GC="{obscured(_VISIBLE, 0xC4)}"',
        "",
        "[Host Extender Info]",
        _EDITOR,
        "",
        "[Workspace]",
        *(f"{module.name}=0, 0, 0, 0, C" for module in every),
        "",
    ]
    return "\r\n".join(lines).encode("ascii")


def obscured(data: bytes, seed: int, guid: str = ID) -> str:
    """[MS-OVBA] 2.4.3.2 "Encryption" (it hides nothing: seed and key stand in the same stream).

    ``seed`` is any byte; the bytes to be ignored are zeros.
    """
    key = sum(guid.encode("ascii")) & 0xFF
    hidden = bytearray((seed, seed ^ 2, seed ^ key))
    before = key
    ignored = bytes((seed & 6) // 2)
    for byte in ignored + struct.pack("<I", len(data)) + data:
        hidden.append(byte ^ (hidden[-2] + before & 0xFF))
        before = byte
    return hidden.hex().upper()


def name_map(modules: Iterable[Module]) -> bytes:
    """The ``PROJECTwm`` stream: every name in the code page and in Unicode, [MS-OVBA] 2.3.3."""
    names = (module.name for module in modules)
    pairs = (name.encode("ascii") + b"\0" + name.encode("utf-16-le") + b"\0\0" for name in names)
    return b"".join(pairs) + b"\0\0"


NAME = "VBAProject"
WORKBOOK = "ThisWorkbook"
_UNCOMPILED = bytes.fromhex("CC61FFFF000000")
"""[MS-OVBA] 2.3.4.1 "_VBA_PROJECT Stream": version 0xFFFF and no cache after it."""
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,30}")
_OWN_NAME = re.compile(r'Attribute VB_Name = "(.*)"')
_WORKBOOK_CLASS, _SHEET_CLASS = "00020819", "00020820"


def vba_project(modules: Mapping[str, str], documents: Sequence[str]) -> bytes:
    """The binary of a project: always the same bytes for the same texts.

    ``modules`` are the texts of standard modules (``.bas``) by name, with any line ends, with or
    without their line ``Attribute VB_Name``. ``documents`` are the code names of the workbook
    (first, usually ``"ThisWorkbook"``) and of its sheets, in order; their modules have no code.

    ValueError, naming module and line, for a text that is not ASCII (another code page would read
    another text), and for a name that Excel does not take or that two modules have.
    """
    every = (*_documents(documents), *(Module(n, stored_text(n, t)) for n, t in modules.items()))
    _check_names(every)
    streams = {module.name: compress(module.text.encode("ascii")) for module in every}
    return compound_file(
        {
            "VBA": {
                "_VBA_PROJECT": _UNCOMPILED,
                "dir": compress(project_records(NAME, every)),
                **streams,
            },
            "PROJECT": project_properties(NAME, every),
            "PROJECTwm": name_map(every),
        }
    )


def _documents(names: Sequence[str]) -> Iterator[Module]:
    """The modules of workbook and sheets, which Excel asks for: attributes only."""
    for number, name in enumerate(names):
        base = _SHEET_CLASS if number else _WORKBOOK_CLASS
        lines = (
            f'VB_Name = "{name}"',
            f'VB_Base = "0{{{base}-0000-0000-C000-000000000046}}"',
            "VB_GlobalNameSpace = False",
            "VB_Creatable = False",
            "VB_PredeclaredId = True",
            "VB_Exposed = True",
            "VB_TemplateDerived = False",
            "VB_Customizable = True",
        )
        yield Module(name, "".join(f"Attribute {line}\r\n" for line in lines), document=True)


def stored_text(name: str, text: str) -> str:
    """The text of a standard module as it is stored: named in its first line, each line ended as in
    Windows. ValueError when it is not ASCII or calls itself otherwise."""
    lines = text.splitlines()
    for number, line in enumerate(lines, 1):
        if not line.isascii():
            raise ValueError(f"{name}, line {number}: macros are plain ASCII: {line.strip()}")
    named = _OWN_NAME.fullmatch(lines[0]) if lines else None
    if named and named[1] != name:
        raise ValueError(f"{name}, line 1: the module calls itself {named[1]}")
    if not named:
        lines.insert(0, f'Attribute VB_Name = "{name}"')
    return "".join(f"{line}\r\n" for line in lines)


def _check_names(modules: Sequence[Module]) -> None:
    taken = {"dir", "_vba_project"}
    for module in modules:
        if not _NAME.fullmatch(module.name):
            raise ValueError(f"{module.name}: a letter, then at most 30 letters, digits and _")
        if module.name.lower() in taken:
            raise ValueError(f"{module.name}: the name is taken")
        taken.add(module.name.lower())
