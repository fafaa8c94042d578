"""Whether the macros in somebody's workbook are ours, by their text.

Excel and LibreOffice write the binary anew when they save, so bytes cannot be compared. What Excel
caches beside the text (compiled code) cannot be judged: nothing here says that a file is safe to
run, only that its text is what we wrote. We never run any of it.
"""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from pso_excel.books.macros.compound_reading import CompoundFile
from pso_excel.books.macros.compression import decompress
from pso_excel.books.macros.sources import macro_sources

MOST_BYTES = 1 << 20
"""A larger project is somebody else's: ours has some 30 KB, with Excel's own cache some 200."""
_MOST_RECORDS = 1 << 18
_MOST_OF_A_DOCUMENT = 4_096
_MOST_ADDED = 1_024

_LIBRARIES = frozenset(
    {
        "00020430-0000-0000-C000-000000000046",  # OLE Automation
        "2DF8D04C-5BFA-101B-BDE5-00AA0044DE52",  # Office
        "000204EF-0000-0000-C000-000000000046",  # Visual Basic for Applications
        "00020813-0000-0000-C000-000000000046",  # Excel
    }
)
_ID = re.compile(rb"\{([0-9A-Fa-f-]{36})\}")
_EMPTY_LINE = re.compile(
    r"(attribute vb_(name|base|globalnamespace|creatable|predeclaredid|exposed|templatederived"
    r'|customizable) = ("[^"]*"|true|false)|option explicit)?',
    re.IGNORECASE,
)
_REGISTERED, _OTHER_LIBRARIES = 0x000D, frozenset({0x000E, 0x002F})
_VERSION, _NAME, _STREAM, _OFFSET, _END = 0x0009, 0x0047, 0x0032, 0x0031, 0x002B


class _Module(NamedTuple):
    name: str
    stream: str
    offset: int


def is_ours(vba: bytes) -> bool:
    """Whether the text of a ``vbaProject.bin`` is ours and nothing but ours.

    Never raises: what cannot be read is not ours.
    """
    try:
        return not foreign_modules(vba)
    except ValueError:
        return False


def foreign_modules(vba: bytes) -> tuple[str, ...]:
    """What in a project is not ours: the ids of libraries that ours do not use, the names of
    modules whose text differs or that we do not have (those of the workbook and of sheets are
    empty), then of ours that are missing; empty when it is ours. ValueError when it cannot be read.

    The modules of the ribbon, which only the add-in has, are ours everywhere.
    """
    if len(vba) > MOST_BYTES:
        raise ValueError("a project of more than 1 MB")
    file = CompoundFile(vba)
    records = tuple(_records(decompress(file.read("VBA/dir"), _MOST_RECORDS)))
    everywhere = macro_sources()
    ours = {**everywhere, **macro_sources("ribbon")}
    modules = tuple(_modules(records))
    missing = everywhere.keys() - {module.name for module in modules}
    different = (module.name for module in modules if not _expected(file, module, ours))
    return (*_foreign_libraries(records), *different, *sorted(missing))


def _records(stream: bytes) -> Iterator[tuple[int, bytes]]:
    """The records of the ``dir`` stream, [MS-OVBA] 2.3.4.2: id and data."""
    at = 0
    while at < len(stream):
        id = int.from_bytes(stream[at : at + 2], "little")
        size = int.from_bytes(stream[at + 2 : at + 6], "little")
        if id == _VERSION:
            size += 2  # 2.3.4.2.1.11: the size does not count the second number
        data = stream[at + 6 : at + 6 + size]
        at += 6 + size
        if at > len(stream):
            raise ValueError("a record that ends too early")
        yield id, data


def _foreign_libraries(records: tuple[tuple[int, bytes], ...]) -> Iterator[str]:
    """The ids of libraries that ours do not use; other projects and controls never are."""
    for id, data in records:
        if id == _REGISTERED or id in _OTHER_LIBRARIES:
            found = _ID.search(data)
            library = found[1].decode().upper() if found else "?"
            if id != _REGISTERED or library not in _LIBRARIES:
                yield library


def _modules(records: tuple[tuple[int, bytes], ...]) -> Iterator[_Module]:
    """Every module that the project knows: 2.3.4.2.3.2 "MODULE Record"."""
    told = dict[int, bytes]()
    for id, data in records:
        told[id] = data
        if id == _END:
            name, stream = (told.get(one, b"").decode("utf-16-le") for one in (_NAME, _STREAM))
            yield _Module(name or stream, stream, int.from_bytes(told.get(_OFFSET, b""), "little"))
            told.clear()


def _expected(file: CompoundFile, module: _Module, ours: Mapping[str, str]) -> bool:
    """Whether the text of a module is ours, or that of a sheet without code."""
    own = ours.get(module.name)
    most = _MOST_OF_A_DOCUMENT if own is None else len(own) * 2 + _MOST_ADDED
    container = file.read(f"VBA/{module.stream}")[module.offset :]
    text = decompress(container, most).decode("latin-1")
    lines = _lines(text)
    if own is None:
        return all(map(_EMPTY_LINE.fullmatch, lines))
    expected = _lines(own)
    return expected in (lines, lines[1:])


def _lines(text: str) -> list[str]:
    """The lines as Basic reads them: the editor spells words as they were last typed anywhere and
    spaces as it likes, but for those within quotes. Blank lines at the end count for nothing."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n\t ").split("\n")
    return [_line(line) for line in lines]


def _line(line: str) -> str:
    parts = line.expandtabs(1).split('"')
    parts[::2] = [re.sub(" +", " ", part).lower() for part in parts[::2]]
    return '"'.join(parts).strip(" ")
