"""A province's settings as a file: what may stand in it, and the file that a new province gets.

``[severities]`` says, by code, what a warning counts as here; ``[limits]`` what one file may cost.
"""

import tomllib
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any, NamedTuple, cast

from pso_excel.core.bilingual import NO_WORDS, Language, Words
from pso_excel.core.messages import catalogue, fault_said, worded
from pso_excel.core.problem import Place, Problem, Refused, Severity
from pso_excel.files.read import read_bytes
from pso_excel.model.registry import USUAL, Settings
from pso_excel.xlsx.reader.limits import LIMITS, Limits

FILE = "settings.toml"
LARGEST, LONGEST_LINE = 64 << 10, 2000  # bytes
NO_SETTINGS = frozenset({"F041", "F030"})
"""Refusals of a file that is no file of settings, whose remedies are a workbook's."""
OFF = "off"
LEVELS: Mapping[str, Severity | None] = {
    **{one.value: one for one in (Severity.ERROR, Severity.WARN, Severity.INFO)},
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

NUMBER = Words("จำนวนเต็ม", "a whole number")
TABLE = Words("ตาราง เช่น [severities]", "a table such as [severities]")


def read_settings(data: bytes, file: str = FILE) -> Settings:
    """The settings in the bytes of a TOML file; what is not in it is as usual.

    Raises :class:`Refused` with the one fault found, or with all of them (A008); a fault's place
    names the key.
    """
    if len(data) > LARGEST or any(len(line) > LONGEST_LINE for line in data.splitlines()):
        raise _unreadable(file, worded("settings_long"))
    try:
        return _read(tomllib.loads(data.decode("utf-8-sig")), file)
    except ValueError as error:
        raise _unreadable(file, str(error).rstrip(".")) from None
    except RecursionError:
        raise _unreadable(file, worded("settings_deep")) from None


def _read(found: Mapping[str, Any], file: str) -> Settings:
    faults: list[Problem] = []
    severities = dict(_severities(_table(found, SEVERITIES, faults), faults))
    numbers = dict(_numbers(_table(found, LIMITS_TABLE, faults), faults))
    faults += _strangers(found, (SEVERITIES, LIMITS_TABLE))
    if faults:
        raise Refused(_told([fault.at(file=file) for fault in faults], file))
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
        problem = refused.problem.at(file=path.name)
        if problem.code in NO_SETTINGS:
            said = (fault_said(problem, language) for language in _BOTH)
            raise _unreadable(path.name, Words(*said)) from None
        raise Refused(problem) from None
    return read_settings(data, path.name)


def _unreadable(file: str, why: str | Words) -> Refused:
    return Refused(Problem("A001", Place(file=file), {"why": why}))


def _told(faults: list[Problem], file: str) -> Problem:
    if len(faults) == 1:
        return faults[0]
    every = Words(*("; ".join(fault_said(one, language) for one in faults) for language in _BOTH))
    return Problem("A008", Place(file=file), {"n": str(len(faults)), "faults": every})


def _fault(code: str, key: str, /, **values: str | Words) -> Problem:
    return Problem(code, Place(field=key), {"key": key, **values})


def _near(word: str, known: list[str]) -> Words:
    near = get_close_matches(word, known, 1)
    return (
        Words(*(text.format(value=near[0]) for text in worded("did_you_mean")))
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
        told = f"{number.low:,}–{number.high:,}"
        lines.append(f"# {key} = {number.usual}".ljust(28) + f"# {told}")
    return ("\n".join(lines) + "\n").encode()


def _comment(key: str) -> list[str]:
    words = worded(key)
    return [f"# {line}" for text in words for line in text.split("\n")]
