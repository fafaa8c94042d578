"""File names that say that a file is a copy of another one of the inbox.

OneDrive, Dropbox, Excel, browsers and people leave such copies; only the names are compared here,
never the content.
"""

import re
from collections.abc import Sequence
from itertools import combinations
from pathlib import PurePosixPath

from pso_excel.core import thai

_BEFORE = re.compile(r"(?:สำเนาของ|copy of)\s*", re.IGNORECASE)
_AFTER = re.compile(
    r"(?:\s*\(\d{1,3}\)"  # x (1)
    r"|\s*-\s*(?:สำเนา|copy)(?:\s*\(\d{1,3}\))?"  # x - สำเนา, x - Copy (2)
    r"|\s+copy(?:\s\d{1,3})?"  # x copy 2, on a Mac
    r"|\s*\([^()]*(?:conflicted copy|ขัดแย้ง)[^()]*\)"  # x (Somchai's conflicted copy 2026-01-05)
    r"|\s*\((?:ใหม่|new)\s[^()]*\)"  # x (ใหม่ 2569-01-05 1030), by this program
    r"|_ผลตรวจ(?:_2)?)\s*",  # and x_ผลตรวจ
    re.IGNORECASE,
)
_COMPUTER = re.compile(r"-(?=[A-Z0-9-]*[A-Z])[A-Z0-9][A-Z0-9-]{2,14}")  # x-DESKTOP-AB12, OneDrive


def copies_by_name(files: Sequence[str]) -> bool:
    """Whether one of the files (paths with ``/``) is, by its name, a copy of another.

    Names that differ only in case or in how their letters are stored are one name; in different
    folders they are two files that were sent.
    """
    return any(_alike(one, other) for one, other in combinations(files, 2))


def _alike(one: str, other: str) -> bool:
    first, second = PurePosixPath(one), PurePosixPath(other)
    names, others = _names(first.stem), _names(second.stem)
    if names[0] == others[0]:
        return thai.key(str(first.parent)) == thai.key(str(second.parent))
    by_computer = names[0] in _without_computer(second.stem)
    return bool({*names} & {*others}) or by_computer or others[0] in _without_computer(first.stem)


def _names(stem: str) -> list[str]:
    """The name as it is compared, then each that it says it is a copy of."""
    found = [thai.key(stem)]
    while (shorter := _shorter(stem)) not in ("", stem):
        stem = shorter
        found.append(thai.key(stem))
    return found


def _shorter(stem: str) -> str:
    """The name without the last thing that says it is a copy."""
    if before := _BEFORE.match(stem):
        return stem[before.end() :]
    ends = [end.start() for end in _AFTER.finditer(stem) if end.end() == len(stem)]
    return stem[: ends[0]] if ends else stem


def _without_computer(stem: str) -> list[str]:
    """What the name may be without a computer's name at its end."""
    at = (number for number, letter in enumerate(stem) if letter == "-")
    return [thai.key(stem[:number]) for number in at if _COMPUTER.fullmatch(stem, number)]
