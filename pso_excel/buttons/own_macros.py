"""Whether the macros in somebody's workbook are ours, by their text.

Excel and LibreOffice write the binary anew when they save, so bytes cannot be compared. What Excel
caches beside the text (compiled code) cannot be judged: nothing here says that a file is safe to
run, only that its text is what we wrote. We never run any of it.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping
from typing import Literal, NamedTuple

from pso_excel.buttons.own_macros__macros_former_part import FORMER
from pso_excel.buttons.own_macros__macros_sources_part import macro_sources
from pso_excel.vba.compound_file__macros_compound_reading_part import CompoundFile
from pso_excel.vba.compression import decompress
from pso_excel.vba.project__macros_project_part import stored_text

MOST_BYTES = 1 << 19
"""A larger project is somebody else's: ours has some 20 KB, with Excel's own cache some 100."""
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
_VERSION, _BEGIN, _NAME, _OFFSET, _END = 0x0009, 0x0019, 0x0047, 0x0031, 0x002B
_STREAM_BYTES, _STREAM = 0x001A, 0x0032
_OF_NO_MODULE = re.compile(r"vba/(dir|_vba_project|__srp_[0-9a-f]+)")


class _Module(NamedTuple):
    name: str
    stream: str
    offset: int


Origin = Literal["ours", "former", "foreign"]
"""Whose the text of a module is: ours, ours of an earlier version, or somebody else's."""


class Found(NamedTuple):
    """What was found in a project. ``foreign`` is what is not ours: the ids of libraries that ours
    do not use, the names of modules whose text differs or that we do not have (those of the
    workbook and of sheets are empty), of ours that are missing, then streams of no module.
    ``former`` are the names of modules with the text of an earlier version; ``compiled`` says that
    it holds code that some Excel has compiled."""

    foreign: tuple[str, ...]
    former: tuple[str, ...]
    compiled: bool


def origin(vba: bytes) -> Origin:
    """Whose the text of a ``vbaProject.bin`` is; ``"ours"`` when it is ours and nothing but ours.

    Never raises: what cannot be read is somebody else's.
    """
    try:
        found = examine(vba)
    except ValueError:
        return "foreign"
    return "foreign" if found.foreign else "former" if found.former else "ours"


def examine(vba: bytes) -> Found:
    """Look through a project. ValueError when it cannot be read.

    The modules of the ribbon, which only the add-in has, are ours everywhere.
    """
    if len(vba) > MOST_BYTES:
        raise ValueError("a project of more than 512 KB")
    file = CompoundFile(vba)
    records = tuple(_records(decompress(file.read("VBA/dir"), _MOST_RECORDS)))
    everywhere = macro_sources()
    ours = {**everywhere, **macro_sources("ribbon")}
    modules = tuple(_modules(records))
    if len({module.stream.lower() for module in modules}) < len(modules):
        raise ValueError("a stream of two modules")
    origins = [(module.name, _origin(file, module, ours)) for module in modules]
    different = (name for name, whose in origins if whose == "foreign")
    missing = everywhere.keys() - {module.name for module in modules}
    loose = _loose_streams(file, modules)
    return Found(
        (*_foreign_libraries(records), *different, *sorted(missing), *loose),
        tuple(name for name, whose in origins if whose == "former"),
        any(module.offset for module in modules) or any("__srp_" in one for one in file.streams),
    )


def _loose_streams(file: CompoundFile, modules: tuple[_Module, ...]) -> Iterator[str]:
    """Streams that are of no module."""
    known = {f"vba/{module.stream.lower()}" for module in modules}
    for path in file.streams:
        if path.startswith("vba/") and path not in known and not _OF_NO_MODULE.fullmatch(path):
            yield path


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
    """Every module that the project knows: 2.3.4.2.3.2 "MODULE Record". ValueError for one that two
    readers could take differently."""
    told = dict[int, bytes]()
    for id, data in records:
        if id == _BEGIN:
            told.clear()
        elif id in told and _BEGIN in told:
            raise ValueError("a record twice in a module")
        told[id] = data
        if id == _END:
            yield _module(told)
            told.clear()


def _module(told: Mapping[int, bytes]) -> _Module:
    name, stream = (told.get(one, b"").decode("utf-16-le") for one in (_NAME, _STREAM))
    plain = told.get(_STREAM_BYTES, b"")
    if (stream.isascii() or plain.isascii()) and plain.decode("latin-1") != stream:
        raise ValueError("two names for one stream")
    return _Module(name or stream, stream, int.from_bytes(told.get(_OFFSET, b""), "little"))


def _origin(file: CompoundFile, module: _Module, ours: Mapping[str, str]) -> Origin:
    """Whose the text of a module is; that of a sheet without code is ours."""
    own = ours.get(module.name)
    most = _MOST_OF_A_DOCUMENT if own is None else len(own) * 2 + _MOST_ADDED
    container = file.read(f"VBA/{module.stream}")[module.offset :]
    text = decompress(container, most).decode("latin-1")
    if own is None:
        return "ours" if all(map(_EMPTY_LINE.fullmatch, _unified(text).split("\n"))) else "foreign"
    text = spelled_alike(text)
    if text == spelled_alike(stored_text(module.name, own)):
        return "ours"
    known = FORMER.get(module.name, ())
    return "former" if hashlib.sha256(text.encode()).hexdigest() in known else "foreign"


def _unified(text: str) -> str:
    """The text with one kind of line end, and nothing blank after its last line."""
    return text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n\t ")


def spelled_alike(text: str) -> str:
    """The text as Basic reads it: the editor spells words as they were last typed anywhere and
    spaces as it likes, but for those within quotes."""
    return "\n".join(_line(line) for line in _unified(text).split("\n"))


def _line(line: str) -> str:
    parts = line.expandtabs(1).split('"')
    parts[::2] = [re.sub(" +", " ", part).lower() for part in parts[::2]]
    return '"'.join(parts).strip(" ")
