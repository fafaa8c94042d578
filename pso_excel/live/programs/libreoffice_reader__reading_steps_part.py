"""What was done in a workbook since it was read, as its list of steps to undo tells."""

from collections.abc import Sequence
from typing import Any

from pso_excel.xlwings_libreoffice.documents import STEP
from pso_excel.xlwings_libreoffice.session import Session, service

TYPED = frozenset({"Input", "ป้อนค่า", STEP})
"""What LibreOffice calls typing into a cell, in English and in Thai, and our own writing: values
and the formats of the cells they went into, nothing else. In another language every step counts as
one that may have changed anything."""

USUAL_LIMIT = 100


def only_typed(before: Sequence[str], now: Sequence[str], limit: int) -> bool:
    """Whether nothing but typing was done, or undone, between two lists, the newest step first.

    A list that is full has lost its oldest steps: then every step in it must be one of typing.
    """
    if limit <= 0:
        return False
    if len(now) >= limit:
        return TYPED.issuperset(now)
    same = 0
    for old, new in zip(reversed(before), reversed(now), strict=False):
        if old != new:
            break
        same += 1
    return TYPED.issuperset((*before[: len(before) - same], *now[: len(now) - same]))


def limit_of(session: Session) -> int:
    """How many steps LibreOffice remembers, by its settings; 0 when it does not tell."""
    name = "com.sun.star.configuration.ConfigurationProvider"
    path = session.options(nodepath="/org.openoffice.Office.Common/Undo")
    access = "com.sun.star.configuration.ConfigurationAccess"
    found: Any = service(session.context, name).createInstanceWithArguments(access, path)
    return int(found.Steps or 0)
