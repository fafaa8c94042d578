"""The ``PROJECT`` stream of a macro project, in plain text: its modules, and that it is neither
locked nor hidden; [MS-OVBA] 2.3.1 "PROJECT Stream"."""

import struct
from collections.abc import Iterable

from pso_excel.vba.project import Module

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
            f"Document={one.name}/&H00000000" if one.document else f"Module={one.name}"
            for one in every
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
        *(f"{one.name}=0, 0, 0, 0, C" for one in every),
        "",
    ]
    return "\r\n".join(lines).encode("ascii")


def obscured(data: bytes, seed: int, id: str = ID) -> str:
    """[MS-OVBA] 2.4.3.2 "Encryption" (it hides nothing: seed and key stand in the same stream).

    ``seed`` is any byte; the bytes to be ignored are zeros.
    """
    key = sum(id.encode("ascii")) & 0xFF
    hidden = bytearray((seed, seed ^ 2, seed ^ key))
    before = key
    ignored = bytes((seed & 6) // 2)
    for byte in ignored + struct.pack("<I", len(data)) + data:
        hidden.append(byte ^ (hidden[-2] + before & 0xFF))
        before = byte
    return hidden.hex().upper()


def name_map(modules: Iterable[Module]) -> bytes:
    """The ``PROJECTwm`` stream: every name in the code page and in Unicode, [MS-OVBA] 2.3.3."""
    names = (one.name for one in modules)
    pairs = (name.encode("ascii") + b"\0" + name.encode("utf-16-le") + b"\0\0" for name in names)
    return b"".join(pairs) + b"\0\0"
