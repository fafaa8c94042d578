"""Whether the macros in somebody's workbook are ours, by their text.

Excel and LibreOffice write the binary anew when they save, so bytes cannot be compared. What Excel
caches beside the text (compiled code) cannot be judged: nothing here says that a file is safe to
run, only that its text is what we wrote. We never run any of it.
"""

import hashlib
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape
from io import BytesIO
from pathlib import Path
from types import MappingProxyType
from typing import Literal, NamedTuple

from pso_excel.core.bilingual import Bilingual
from pso_excel.core.faults import refusing
from pso_excel.core.messages import term
from pso_excel.core.problem import Location, Problem
from pso_excel.vba.compound_file import CompoundFile
from pso_excel.vba.compression import decompress
from pso_excel.vba.project import stored_text
from pso_excel.xlsx.errors import WorkbookError, refuse
from pso_excel.xlsx.reader.active_content import MOST_MACRO_BYTES, macro_parts
from pso_excel.xlsx.reader.limits import LIMITS
from pso_excel.xlsx.reader.package import Package, open_package
from pso_excel.xlsx.reader.parts import (
    parts_of_kind,
    read_relations,
)

FORMER: Mapping[str, frozenset[str]] = {
    "PsoPressing": frozenset(
        {
            "10b1529a6425ffa58ed369954f930d452419ab7140b245906bff547bcd589328",
            "c9466fc00a9017f0b4ae02d31189e39d8be7f5feefde5736342b1ece4b5e789b",
            "2221f918bbb6983eeeef87109eec35262a3495520871c6083a179db06cc75de9",
            "a512ada0cb01af93e5665d1987caa3bfcbb36699757eaaa8561dfc8e529190cf",
        }
    ),
    "PsoProgram": frozenset(
        {
            "132c56cef8a4004f78042a856f00efefb90f27b3146466eab001e89250c67823",
            "0e502c15b27345bde9f37c64fc18bf9ff7bb5b655d0f99282f5029c814e61d7c",
            "86b9055184ee20df0ad945d1246c98bc89f2f4ee6474410ba4f14e1e98dd872e",
        }
    ),
}
"""SHA-256 of every text that a module has had before, as :func:`recognising.spelled_alike` gives
it. Whoever changes a module adds the one it had, once that has been handed out."""


_INSTALLED = Path(__file__).parent / "basic"
_CHECKOUT = Path(__file__).parents[2] / "macros"


def macro_sources(room: str = "") -> Mapping[str, str]:
    """Every module of ``macros/*.bas`` by its name, with ``\\n`` at the end of each line; those of
    a folder inside (``"ribbon"``, ``"libreoffice"``) when it is named.

    An installed package has them beside this file (``pyproject.toml`` puts them there); a checkout,
    also one installed to be edited, in its top folder.
    """
    folder = _INSTALLED if _INSTALLED.is_dir() else _CHECKOUT
    paths = sorted((folder / room).glob("*.bas"))
    return MappingProxyType({path.stem: path.read_text(encoding="utf-8") for path in paths})


def apple_script() -> tuple[str, str]:
    """Name and text of the script by which Excel on macOS starts the command."""
    folder = _INSTALLED if _INSTALLED.is_dir() else _CHECKOUT
    (path,) = folder.glob("*.applescript")
    return path.name, path.read_text(encoding="utf-8")


_FIXED_TIME = (1980, 1, 1, 0, 0, 0)


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    """A zip file of the parts by their path, in the order given; texts are written as UTF-8."""
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for path, content in parts.items():
            entry = zipfile.ZipInfo(path, _FIXED_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0  # else the machine that packs would show
            package.writestr(entry, content)
    return target.getvalue()


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


class ProjectContents(NamedTuple):
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


def examine(vba: bytes) -> ProjectContents:
    """Look through a project. ValueError when it cannot be read.

    The modules of the ribbon, which only the add-in has, are ours everywhere.
    """
    if len(vba) > MOST_MACRO_BYTES:
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
    return ProjectContents(
        (*_foreign_libraries(records), *different, *sorted(missing), *loose),
        tuple(name for name, whose in origins if whose == "former"),
        any(module.offset for module in modules)
        or any("__srp_" in stream for stream in file.streams),
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
        record_id = int.from_bytes(stream[at : at + 2], "little")
        size = int.from_bytes(stream[at + 2 : at + 6], "little")
        if record_id == _VERSION:
            size += 2  # 2.3.4.2.1.11: the size does not count the second number
        data = stream[at + 6 : at + 6 + size]
        at += 6 + size
        if at > len(stream):
            raise ValueError("a record that ends too early")
        yield record_id, data


def _foreign_libraries(records: tuple[tuple[int, bytes], ...]) -> Iterator[str]:
    """The ids of libraries that ours do not use; other projects and controls never are."""
    for record_id, data in records:
        if record_id == _REGISTERED or record_id in _OTHER_LIBRARIES:
            match = _ID.search(data)
            library = match[1].decode().upper() if match else "?"
            if record_id != _REGISTERED or library not in _LIBRARIES:
                yield library


def _modules(records: tuple[tuple[int, bytes], ...]) -> Iterator[_Module]:
    """Every module that the project knows: 2.3.4.2.3.2 "MODULE Record". ValueError for one that two
    readers could take differently."""
    told = dict[int, bytes]()
    for record_id, data in records:
        if record_id == _BEGIN:
            told.clear()
        elif record_id in told and _BEGIN in told:
            raise ValueError("a record twice in a module")
        told[record_id] = data
        if record_id == _END:
            yield _module(told)
            told.clear()


def _module(told: Mapping[int, bytes]) -> _Module:
    name, stream = (told.get(name, b"").decode("utf-16-le") for name in (_NAME, _STREAM))
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


MOST_NAMED = 5
_BUTTONS = ("/drawings/", "/ctrlprops/", "/worksheets/")
_CALLED = re.compile(
    rb"""<(?:\w+:)?FmlaMacro>([^<]*)|\b(?:fmlaM|m)acro\s*=\s*(?:"([^"]*)"|'([^']*)')"""
)
_OF_THIS_FILE = re.compile(r"(\[0\]!)?(\w+(\.\w+)?)?", re.ASCII)
"""What a button calls of the macros of its own workbook."""


class Verdict(NamedTuple):
    """What was found in one file: whether it has macros at all, what is wrong with them, and
    whether code that some Excel has compiled stands beside their text."""

    macros: bool
    problem: Problem | None = None
    compiled: bool = False


@dataclass(slots=True)
class _Findings:
    """What the parts with macros of one file hold that is not ours, and what was."""

    foreign: list[Bilingual] = field(default_factory=list[Bilingual])
    former: list[str] = field(default_factory=list[str])
    compiled: bool = False


def verify_macros(data: bytes, file: str) -> Verdict:
    """Judge the macros of a workbook or an add-in from its bytes; nothing is run.

    The problem is U019 and names what differs: modules, libraries, macro sheets; or it is U021 and
    names the modules that are those of an earlier version. Refused as for reading a workbook when
    the file is no package, or no workbook.
    """
    with refusing(file):
        return _verified(data, file)


def _verified(data: bytes, file: str) -> Verdict:
    package = open_package(data, LIMITS)
    roots = parts_of_kind(read_relations(package), "officeDocument", package)
    if not roots:
        refuse("F001")
    parts = macro_parts(package, read_relations(package, roots[0]))
    found = _Findings()
    for part, what in parts.items():
        _inspect_part(package, part, what, found)
    found.foreign += [Bilingual(text, text) for text in _called_elsewhere(package)] if parts else []
    former = [Bilingual(name, name) for name in found.former]
    for code, wrong in (("U019", found.foreign), ("U021", former)):
        if wrong:
            told = wrong[:MOST_NAMED] + [Bilingual("…", "…")] * (len(wrong) > MOST_NAMED)
            what = Bilingual(
                ", ".join(words.th for words in told), ", ".join(words.en for words in told)
            )
            return Verdict(True, Problem(code, Location(file=file), {"file": file, "what": what}))
    return Verdict(bool(parts), compiled=found.compiled)


def _inspect_part(package: Package, part: str, what: str, found: _Findings) -> None:
    """Add what one part with macros holds."""
    if what != "macros":
        found.foreign.append(term(f"active_{what}"))
        return
    try:
        if package.size(part) > MOST_MACRO_BYTES:
            raise ValueError(part)
        project = examine(package.read(part))
    except (ValueError, WorkbookError):
        found.foreign.append(term("macros_unreadable"))
        return
    found.foreign += [Bilingual(name, name) for name in project.foreign]
    found.former += project.former
    found.compiled |= project.compiled


def _called_elsewhere(package: Package) -> Iterator[str]:
    """The macros of other workbooks that buttons and pictures of this one call."""
    for part in package.parts:
        if any(folder in f"/{part}" for folder in _BUTTONS):
            for found in _CALLED.findall(package.read(part)):
                called = unescape(b"".join(found).decode("utf-8", "replace")).strip()
                if not _OF_THIS_FILE.fullmatch(called):
                    yield called
