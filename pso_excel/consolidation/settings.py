"""What a province has set for itself: the severity of warnings, and the limits of reading."""

import tomllib
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, create_model
from pydantic_core import ErrorDetails, PydanticCustomError

from pso_excel.core.bilingual import NO_WORDS, Bilingual, Language
from pso_excel.core.messages import catalogue, message_without_remedy, term
from pso_excel.core.problem import Location, Problem, Refused, Severity
from pso_excel.files.read import read_bytes
from pso_excel.model.registry import USUAL, Settings
from pso_excel.xlsx.reader.limits import LIMITS

SETTINGS_FILE = "settings.toml"
LARGEST, LONGEST_LINE = 64 << 10, 2000  # bytes
NO_SETTINGS = frozenset({"F041", "F030"})
"""Refusals of a file that is no file of settings, whose remedies are a workbook's."""
LEVELS: Mapping[str, Severity | None] = {
    **{name.value: name for name in (Severity.ERROR, Severity.WARN, Severity.INFO)},
    "off": None,
}
CHANGEABLE = (Severity.WARN, Severity.INFO)
_BOTH: tuple[Language, ...] = ("th", "en")
_MB = 1 << 20
_NUMBER = Bilingual("จำนวนเต็ม", "a whole number")
_TABLE = Bilingual("ตาราง เช่น [severities]", "a table such as [severities]")
EXPECTED = {"int_type": _NUMBER, "model_type": _TABLE, "dict_type": _TABLE}


class Number(NamedTuple):
    """One number of ``[limits]``: its usual value, its range (inclusive), how many of the engine's
    units it has, and its name among the engine's limits of one workbook; without one it bounds
    the process that reads one file of many."""

    usual: int
    low: int
    high: int
    unit: int = 1
    limit: str = ""


NUMBERS: Mapping[str, Number] = {
    "seconds": Number(int(USUAL.seconds), 1, 600),
    "memory_mb": Number(USUAL.memory // _MB, 128, 4096, _MB),
    "file_mb": Number(LIMITS.file_bytes // _MB, 1, 256, _MB, "file_bytes"),
    "part_mb": Number(LIMITS.part_bytes // _MB, 1, 1024, _MB, "part_bytes"),
    "unpacked_mb": Number(LIMITS.total_bytes // _MB, 1, 2048, _MB, "total_bytes"),
    "parts": Number(LIMITS.parts, 100, 20_000, 1, "parts"),
    "sheets": Number(LIMITS.sheets, 30, 1_000, 1, "sheets"),
    "cells": Number(LIMITS.cells, 20_000, 5_000_000, 1, "cells"),
    "texts": Number(LIMITS.strings, 10_000, 5_000_000, 1, "strings"),
    "characters": Number(LIMITS.characters, 100_000, 200_000_000, 1, "characters"),
    "elements": Number(LIMITS.elements, 200_000, 50_000_000, 1, "elements"),
}


def _changeable(code: str) -> str:
    """The code, when a province may change its severity."""
    known = catalogue()
    if code not in known:
        raise PydanticCustomError("A003", "unknown", {"suggest": _near(code, known)})
    if known[code].severity not in CHANGEABLE:
        raise PydanticCustomError("A004", "fixed", {"severity": known[code].severity.value})
    return code


@cache
def _model() -> type[BaseModel]:
    """Both tables of the file, with nothing but their keys and each of its very kind."""
    strict = ConfigDict(extra="forbid", strict=True)
    numbers: dict[str, Any] = {
        key: (Annotated[int, Field(ge=of.low, le=of.high)], of.usual) for key, of in NUMBERS.items()
    }
    limits = create_model("limits", __config__=strict, **numbers)
    words = dict[
        Annotated[str, AfterValidator(_changeable)], Literal["ERROR", "WARN", "INFO", "off"]
    ]
    return create_model(
        "settings", __config__=strict, severities=(words, {}), limits=(limits, limits())
    )


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
    try:
        said = _model().model_validate(found).model_dump()
    except ValidationError as error:
        faults: dict[str, Problem] = {}
        for fault in map(_fault, error.errors()):  # of a rule and of its word, the rule's alone
            faults.setdefault(fault.location.field, fault.with_location(file=file))
        raise Refused(_combined([*faults.values()], file)) from None
    severities = {code: LEVELS[word] for code, word in said["severities"].items()}
    numbers = {key: value * NUMBERS[key].unit for key, value in said["limits"].items()}
    bounds = {of.limit: numbers[key] for key, of in NUMBERS.items() if of.limit}
    return Settings(
        severities={c: s for c, s in severities.items() if s is not catalogue()[c].severity},
        limits=LIMITS._replace(**bounds),
        seconds=numbers["seconds"],
        memory=numbers["memory_mb"],
    )


def _fault(error: ErrorDetails) -> Problem:
    """An error of pydantic as a fault of ours at its key."""
    place = [str(part) for part in error["loc"] if part != "[key]"]
    code, values = _told(error, place[-1], len(place) > 1)
    key = ".".join(place)
    return Problem(code, Location(field=key), {"key": key, **values})


def _told(error: ErrorDetails, key: str, inside: bool) -> tuple[str, dict[str, str | Bilingual]]:
    kind, value = error["type"], error["input"]
    if kind == "extra_forbidden":
        return "A002", {"suggest": _near(key, NUMBERS if inside else _model().model_fields)}
    if kind == "literal_error":
        return "A005", {"value": str(value), "choices": ", ".join(LEVELS)}
    if kind in EXPECTED:
        return "A006", {"value": str(value), "expected": EXPECTED[kind]}
    if kind in ("greater_than_equal", "less_than_equal"):
        low, high = NUMBERS[key].low, NUMBERS[key].high
        return "A007", {"value": f"{value:,}", "low": f"{low:,}", "high": f"{high:,}"}
    return kind, error.get("ctx", {})  # ours already


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


def _combined(faults: list[Problem], file: str) -> Problem:
    if len(faults) == 1:
        return faults[0]
    every = Bilingual(
        *(
            "; ".join(message_without_remedy(problem, language) for problem in faults)
            for language in _BOTH
        )
    )
    return Problem("A008", Location(file=file), {"n": str(len(faults)), "faults": every})


def _near(word: str, known: Iterable[str]) -> Bilingual:
    near = get_close_matches(word, known, 1)
    return (
        Bilingual(*(text.format(value=near[0]) for text in term("did_you_mean")))
        if near
        else NO_WORDS
    )


def usual_settings() -> bytes:
    """The file that a new province gets: everything as usual, each line said in both languages."""
    lines = [*_comment("settings_head"), "", "[severities]", *_comment("settings_severities")]
    lines += ['# D606 = "INFO"', '# H212 = "off"', "", "[limits]"]
    lines += _comment("settings_limits")
    for key, number in NUMBERS.items():
        text = f"{number.low:,}–{number.high:,}"
        lines.append(f"# {key} = {number.usual}".ljust(28) + f"# {text}")
    return ("\n".join(lines) + "\n").encode()


def _comment(key: str) -> list[str]:
    words = term(key)
    return [f"# {line}" for text in words for line in text.split("\n")]
