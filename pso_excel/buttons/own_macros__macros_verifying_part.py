"""Whether the macros of a workbook or an add-in are exactly ours, and which are not."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import NamedTuple

from pso_excel.buttons.own_macros import MOST_BYTES, examine
from pso_excel.core.bilingual import Words
from pso_excel.core.messages import worded
from pso_excel.core.problem import Place, Problem, Refused
from pso_excel.xlsx.reader.active_content import macro_parts
from pso_excel.xlsx.reader.limits import LIMITS, refuse
from pso_excel.xlsx.reader.package import Package, open_package
from pso_excel.xlsx.reader.workbook_part__reading_relations_part import (
    parts_of_kind,
    read_relations,
)

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

    foreign: list[Words] = field(default_factory=list[Words])
    former: list[str] = field(default_factory=list[str])
    compiled: bool = False


def verify_macros(data: bytes, file: str) -> Verdict:
    """Judge the macros of a workbook or an add-in from its bytes; nothing is run.

    The problem is U019 and names what differs: modules, libraries, macro sheets; or it is U021 and
    names the modules that are those of an earlier version. Refused as for reading a workbook when
    the file is no package, or no workbook.
    """
    try:
        return _verified(data, file)
    except Refused as refused:
        raise Refused(refused.problem.at(file=file)) from None


def _verified(data: bytes, file: str) -> Verdict:
    package = open_package(data, LIMITS)
    roots = parts_of_kind(read_relations(package), "officeDocument", package)
    if not roots:
        refuse("F001")
    parts = macro_parts(package, read_relations(package, roots[0]))
    found = _Findings()
    for part, what in parts.items():
        _look(package, part, what, found)
    found.foreign += [Words(one, one) for one in _called_elsewhere(package)] if parts else []
    former = [Words(name, name) for name in found.former]
    for code, wrong in (("U019", found.foreign), ("U021", former)):
        if wrong:
            told = wrong[:MOST_NAMED] + [Words("…", "…")] * (len(wrong) > MOST_NAMED)
            what = Words(", ".join(one.th for one in told), ", ".join(one.en for one in told))
            return Verdict(True, Problem(code, Place(file=file), {"file": file, "what": what}))
    return Verdict(bool(parts), compiled=found.compiled)


def _look(package: Package, part: str, what: str, found: _Findings) -> None:
    """Add what one part with macros holds."""
    if what != "macros":
        found.foreign.append(worded(f"active_{what}"))
        return
    try:
        if package.size(part) > MOST_BYTES:
            raise ValueError(part)
        project = examine(package.read(part))
    except (ValueError, Refused):
        found.foreign.append(worded("macros_unreadable"))
        return
    found.foreign += [Words(name, name) for name in project.foreign]
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
