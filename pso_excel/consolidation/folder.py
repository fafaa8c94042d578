"""A province's folder: the registry, the inbox and what comes out; every file is accounted for."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple, cast

from pso_excel.core.bilingual import NO_WORDS, Bilingual, Language
from pso_excel.core.messages import catalogue, message_without_remedy, term
from pso_excel.core.problem import Location, Problem, Refused, Severity
from pso_excel.files.read import (
    is_file,
    is_folder,
    is_there,
    os_error_reason,
    read_bytes,
)
from pso_excel.files.write import make_folder, printable_name, safe_name, write_atomically
from pso_excel.model.registry import USUAL, Registry, Round, Settings
from pso_excel.province.select import Outcome, ReceivedFile
from pso_excel.templates.registry_workbook import read_registry, registry_workbook
from pso_excel.xlsx.reader.limits import LIMITS, Limits

SETTINGS_FILE = "settings.toml"
LARGEST, LONGEST_LINE = 64 << 10, 2000  # bytes
NO_SETTINGS = frozenset({"F041", "F030"})
"""Refusals of a file that is no file of settings, whose remedies are a workbook's."""
OFF = "off"
LEVELS: Mapping[str, Severity | None] = {
    **{name.value: name for name in (Severity.ERROR, Severity.WARN, Severity.INFO)},
    OFF: None,
}
CHANGEABLE = (Severity.WARN, Severity.INFO)
SEVERITIES, LIMITS_TABLE = "severities", "limits"
_BOTH: tuple[Language, ...] = ("th", "en")


class Number(NamedTuple):
    """One number of ``[limits]``: its usual value, its range (inclusive) and how many of the
    engine's units it has."""

    usual: int
    low: int
    high: int
    unit: int = 1


_MB = 1 << 20
WORKER: Mapping[str, Number] = {
    "seconds": Number(int(USUAL.seconds), 1, 600),
    "memory_mb": Number(USUAL.memory // _MB, 128, 4096, _MB),
}
"""What bounds the process that reads one file of many."""

READING: Mapping[str, tuple[str, Number]] = {
    "file_mb": ("file_bytes", Number(LIMITS.file_bytes // _MB, 1, 256, _MB)),
    "part_mb": ("part_bytes", Number(LIMITS.part_bytes // _MB, 1, 1024, _MB)),
    "unpacked_mb": ("total_bytes", Number(LIMITS.total_bytes // _MB, 1, 2048, _MB)),
    "parts": ("parts", Number(LIMITS.parts, 100, 20_000)),
    "sheets": ("sheets", Number(LIMITS.sheets, 30, 1_000)),
    "cells": ("cells", Number(LIMITS.cells, 20_000, 5_000_000)),
    "texts": ("strings", Number(LIMITS.strings, 10_000, 5_000_000)),
    "characters": ("characters", Number(LIMITS.characters, 100_000, 200_000_000)),
    "elements": ("elements", Number(LIMITS.elements, 200_000, 50_000_000)),
}
"""What bounds one workbook, each with its name among the engine's limits."""

NUMBER = Bilingual("จำนวนเต็ม", "a whole number")
TABLE = Bilingual("ตาราง เช่น [severities]", "a table such as [severities]")


def read_settings(data: bytes, file: str = SETTINGS_FILE) -> Settings:
    """The settings in the bytes of a TOML file; what is not in it is as usual.

    Raises :class:`Refused` with the one fault found, or with all of them (A008); a fault's place
    names the key.
    """
    if len(data) > LARGEST or any(len(line) > LONGEST_LINE for line in data.splitlines()):
        raise _unreadable(file, term("settings_long"))
    try:
        return _read(tomllib.loads(data.decode("utf-8-sig")), file)
    except ValueError as error:
        raise _unreadable(file, str(error).rstrip(".")) from None
    except RecursionError:
        raise _unreadable(file, term("settings_deep")) from None


def _read(found: Mapping[str, Any], file: str) -> Settings:
    faults: list[Problem] = []
    severities = dict(_severities(_table(found, SEVERITIES, faults), faults))
    numbers = dict(_numbers(_table(found, LIMITS_TABLE, faults), faults))
    faults += _strangers(found, (SEVERITIES, LIMITS_TABLE))
    if faults:
        raise Refused(_registry_problem([fault.with_location(file=file) for fault in faults], file))
    bounds = {name: numbers[key] for key, (name, _) in READING.items() if key in numbers}
    return Settings(
        severities=severities,
        limits=Limits(**{**LIMITS._asdict(), **bounds}),
        seconds=numbers.get("seconds", USUAL.seconds),
        memory=numbers.get("memory_mb", USUAL.memory),
    )


def settings_at(path: Path) -> Settings:
    """The settings in a file; Refused as well when it cannot be opened (F042), A001 when it is no
    file, or larger than settings are."""
    try:
        data = read_bytes(path)
    except Refused as refused:
        problem = refused.problem.with_location(file=path.name)
        if problem.code in NO_SETTINGS:
            said = (message_without_remedy(problem, language) for language in _BOTH)
            raise _unreadable(path.name, Bilingual(*said)) from None
        raise Refused(problem) from None
    return read_settings(data, path.name)


def _unreadable(file: str, why: str | Bilingual) -> Refused:
    return Refused(Problem("A001", Location(file=file), {"why": why}))


def _registry_problem(faults: list[Problem], file: str) -> Problem:
    if len(faults) == 1:
        return faults[0]
    every = Bilingual(
        *(
            "; ".join(message_without_remedy(problem, language) for problem in faults)
            for language in _BOTH
        )
    )
    return Problem("A008", Location(file=file), {"n": str(len(faults)), "faults": every})


def _fault(code: str, key: str, /, **values: str | Bilingual) -> Problem:
    return Problem(code, Location(field=key), {"key": key, **values})


def _near(word: str, known: list[str]) -> Bilingual:
    near = get_close_matches(word, known, 1)
    return (
        Bilingual(*(text.format(value=near[0]) for text in term("did_you_mean")))
        if near
        else NO_WORDS
    )


def _strangers(found: Mapping[str, Any], known: tuple[str, ...], of: str = "") -> Iterator[Problem]:
    for key in found:
        if key not in known:
            where = f"{of}.{key}" if of else key
            yield _fault("A002", where, suggest=_near(key, list(known)))


def _table(found: Mapping[str, Any], key: str, faults: list[Problem]) -> Mapping[str, Any]:
    table: Any = found.get(key, {})
    if isinstance(table, dict):
        return cast("Mapping[str, Any]", table)
    faults.append(_fault("A006", key, value=str(table), expected=TABLE))
    return {}


def _severities(
    table: Mapping[str, Any], faults: list[Problem]
) -> Iterator[tuple[str, Severity | None]]:
    """What really differs from the catalogue."""
    known = catalogue()
    for code, value in table.items():
        place = f"{SEVERITIES}.{code}"
        if code not in known:
            faults.append(_fault("A003", place, suggest=_near(code, list(known))))
        elif known[code].severity not in CHANGEABLE:
            faults.append(_fault("A004", place, severity=known[code].severity.value))
        elif not isinstance(value, str) or value not in LEVELS:
            choices = ", ".join(LEVELS)
            faults.append(_fault("A005", place, value=str(value), choices=choices))
        elif LEVELS[value] is not known[code].severity:
            yield code, LEVELS[value]


def _numbers(table: Mapping[str, Any], faults: list[Problem]) -> Iterator[tuple[str, int]]:
    """The numbers by key, in the engine's units."""
    known = {**WORKER, **{key: number for key, (_, number) in READING.items()}}
    faults += _strangers(table, tuple(known), LIMITS_TABLE)
    for key, number in known.items():
        value, place = table.get(key, number.usual), f"{LIMITS_TABLE}.{key}"
        if not isinstance(value, int) or isinstance(value, bool):
            faults.append(_fault("A006", place, value=str(value), expected=NUMBER))
        elif not number.low <= value <= number.high:
            bounds = {"low": f"{number.low:,}", "high": f"{number.high:,}"}
            faults.append(_fault("A007", place, value=f"{value:,}", **bounds))
        else:
            yield key, value * number.unit


def usual_settings() -> bytes:
    """The file that a new province gets: everything as usual, each line said in both languages."""
    lines = [*_comment("settings_head"), "", f"[{SEVERITIES}]", *_comment("settings_severities")]
    lines += ['# D606 = "INFO"', '# H212 = "off"', "", f"[{LIMITS_TABLE}]"]
    lines += _comment("settings_limits")
    known = {**WORKER, **{key: number for key, (_, number) in READING.items()}}
    for key, number in known.items():
        text = f"{number.low:,}–{number.high:,}"
        lines.append(f"# {key} = {number.usual}".ljust(28) + f"# {text}")
    return ("\n".join(lines) + "\n").encode()


def _comment(key: str) -> list[str]:
    words = term(key)
    return [f"# {line}" for text in words for line in text.split("\n")]


EXCEL = "~$"
LIBREOFFICE = (".~lock.", "#")
MOST_BYTES = 4096  # Excel's have 165, LibreOffice's a line of text
WIDE = 55  # where Excel's name in UTF-16 begins with its length


def open_elsewhere(path: Path, file: str) -> Problem | None:
    """B421: ``path`` is an owner file (``file`` by its name in the inbox) and its workbook is
    there; None for any other file, and for an owner file left behind."""
    owned = _owned(path.name)
    if not owned or not is_file(path.with_name(owned)):
        return None
    try:
        name = _owner(read_bytes(path, MOST_BYTES, inside=path.parent), path.name)
    except Refused:  # held by the program that wrote it
        name = ""
    told: str | Bilingual = name or term("owner_unknown")
    return Problem("B421", Location(file=file), {"open": owned, "name": told})


def _owned(name: str) -> str:
    """The name of the workbook that an owner file is of, empty for any other file."""
    begin, end = LIBREOFFICE
    if name.startswith(begin) and name.endswith(end):
        return name[len(begin) : -len(end)]
    return name[len(EXCEL) :] if name.startswith(EXCEL) else ""


def _owner(data: bytes, file: str) -> str:
    """The owner's name as the program wrote it, cleaned; empty when there is none."""
    if file.startswith(EXCEL):
        wide = data[WIDE + 2 :][: 2 * int.from_bytes(data[WIDE : WIDE + 2], "little")]
        narrow = data[1:WIDE][: data[0]] if data else b""
        name = wide.decode("utf-16-le", "ignore") or narrow.decode("cp874", "ignore")
    else:
        name = next((part for part in data.decode("utf-8", "ignore").split(",") if part), "")
    return printable_name(name)


TEMPORARY = ("~$", ".", "~")
TEMPORARY_ENDS = (".tmp", ".part", ".crdownload", "~")
SYSTEM_FILES = (
    *("desktop.ini", "thumbs.db", "ehthumbs.db", "icon\r"),
    *("$recycle.bin", "system volume information", "__macosx", "@eadir"),
)
WORKBOOKS = (".xlsx", ".xlsm")
INBOX = "inbox/"  # the inbox itself, where its own name is asked for


@dataclass(frozen=True, slots=True)
class ProvinceFolder:
    """Where everything is in a province's folder; ``elsewhere`` is another folder of results."""

    root: Path
    elsewhere: Path | None = None

    @property
    def registry(self) -> Path:
        """The registry of offices and the round, a workbook."""
        return self.root / "registry.xlsx"

    @property
    def settings(self) -> Path:
        """What the province has set for itself; it need not be there."""
        return self.root / SETTINGS_FILE

    @property
    def inbox(self) -> Path:
        """The folder that the offices' files are dropped into; subfolders are read as well."""
        return self.root / "inbox"

    @property
    def earlier(self) -> Path:
        """What offices sent before, this round or in others; it need not be there."""
        return self.root / "earlier"

    @property
    def out(self) -> Path:
        """The folder of results."""
        return self.elsewhere or self.root / "out"

    def book(self, round_code: str) -> Path:
        """The province book of a round."""
        return self.out / f"{safe_name(f'province_{round_code}')}.xlsx"

    def book_with_macros(self, round_code: str) -> Path:
        """The same with a button; where it is there, it is the province book."""
        return self.book(round_code).with_suffix(".xlsm")

    def receipts(self, round_code: str) -> Path:
        """What was received of a round."""
        return self.out / f"{safe_name(f'received_{round_code}')}.txt"

    def journal(self, of: str) -> Path:
        """What was read of a round, or of ``earlier``."""
        return self.out / f"{safe_name(f'journal_{of}')}.jsonl"


def init_province(folder: Path, name: str, round_code: str) -> tuple[Path, ...]:
    """Make a province's folder ready: registry, settings, inbox, earlier, out; returns
    their paths.

    What is already there stays as it is, so that a filled-in registry is never lost. Refused when
    the folder cannot be written (O002).
    """
    place = ProvinceFolder(folder)
    for path in (place.inbox, place.earlier, place.out):
        make_folder(path)
    if not is_there(place.registry):
        registry = Registry(province=name, round=Round(code=round_code))
        write_atomically(place.registry, registry_workbook(registry))
    if not is_there(place.settings):
        write_atomically(place.settings, usual_settings())
    return place.registry, place.settings, place.inbox, place.earlier, place.out


def open_settings(place: ProvinceFolder) -> Settings:
    """What the province has set for itself, as usual where it has set nothing; Refused (A001 to
    A008) when the file cannot be read or something in it is wrong."""
    stands = place.settings.is_symlink() or is_there(place.settings)
    return settings_at(place.settings) if stands else USUAL


def open_registry(place: ProvinceFolder) -> tuple[Registry, list[Problem]]:
    """The registry as the province keeps it; Refused (B401) when it is missing or unreadable."""
    name = place.registry.name
    try:
        registry, problems = read_registry(read_bytes(place.registry))
    except Refused as refused:
        why = refused.problem.with_location(file=name)
        if why.code != "B401":
            words = Bilingual(message_without_remedy(why, "th"), message_without_remedy(why, "en"))
            why = Problem("B401", Location(file=name), {"problem": words})
        raise Refused(why) from None
    return registry, [problem.with_location(file=name) for problem in problems]


def survey(inbox: Path, within: str = "") -> Iterator[ReceivedFile | Path]:
    """Every file of the inbox in the order of its name: its path, or why it is left out.

    ``within`` is the folder's own name for those. An owner file says who has its workbook open. A
    hidden folder is one line in the list and is not entered; a link is never followed here (whoever
    reads it refuses what leads out). An empty folder with the name of a workbook is given as one,
    to be refused as one.
    """
    try:
        found = sorted(inbox.iterdir(), key=lambda file_path: file_path.name)
    except OSError as error:
        yield _unlisted(inbox, within or INBOX, error)
        return
    for path in found:
        name = within + path.name
        if _temporary(path.name):
            yield _ignored(path, name)
        elif path.is_symlink() or not is_folder(path):
            yield path
        else:
            inside = list(survey(path, f"{name}/"))
            yield from inside or ([path] if path.suffix.lower() in WORKBOOKS else [])


def _ignored(path: Path, file: str) -> ReceivedFile:
    problem = open_elsewhere(path, file) or Problem("F015", Location(file=file))
    return ReceivedFile(file, outcome=Outcome.IGNORED, problem=problem)


def _unlisted(folder: Path, file: str, error: OSError) -> ReceivedFile:
    """A folder that cannot be looked into."""
    problem = Problem("F042", Location(file=file), {"reason": os_error_reason(error, folder)})
    return ReceivedFile(file, outcome=Outcome.REFUSED, problem=problem)


def _temporary(name: str) -> bool:
    folded = name.casefold()
    return name.startswith(TEMPORARY) or folded.endswith(TEMPORARY_ENDS) or folded in SYSTEM_FILES


def seal_of(data: bytes) -> str:
    """A hash of a file's bytes that is written down nowhere."""
    return sha256(b"seal" + data).hexdigest()
