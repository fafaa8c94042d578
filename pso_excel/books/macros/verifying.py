"""Whether the macros of a workbook or an add-in are exactly ours, and which are not."""

from collections.abc import Iterator
from typing import NamedTuple

from pso_excel.books.macros.recognising import MOST_BYTES, foreign_modules
from pso_excel.books.reading.activity import macro_parts
from pso_excel.books.reading.limits import LIMITS, refuse
from pso_excel.books.reading.package import Package, open_package
from pso_excel.books.reading.relations import parts_of_kind, read_relations
from pso_excel.framework.wording import worded
from pso_excel.problem import Place, Problem, Refused
from pso_excel.words import Words

MOST_NAMED = 5


class Verdict(NamedTuple):
    """What was found in one file: whether it has macros at all, and what is wrong with them."""

    macros: bool
    problem: Problem | None = None


def verify_macros(data: bytes, file: str) -> Verdict:
    """Judge the macros of a workbook or an add-in from its bytes; nothing is run.

    The problem is U019 and names what differs: modules, libraries, macro sheets. Refused as for
    reading a workbook when the file is no package, or no workbook.
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
    wrong = [one for part, what in parts.items() for one in _wrong(package, part, what)]
    if not wrong:
        return Verdict(bool(parts))
    told = wrong[:MOST_NAMED] + [Words("…", "…")] * (len(wrong) > MOST_NAMED)
    what = Words(", ".join(one.th for one in told), ", ".join(one.en for one in told))
    return Verdict(True, Problem("U019", Place(file=file), {"file": file, "what": what}))


def _wrong(package: Package, part: str, what: str) -> Iterator[Words]:
    """What in one part with macros is not ours."""
    if what != "macros":
        yield worded(f"active_{what}")
    elif package.size(part) > MOST_BYTES:
        yield worded("macros_unreadable")
    else:
        try:
            names = foreign_modules(package.read(part))
        except (ValueError, Refused):
            yield worded("macros_unreadable")
        else:
            yield from (Words(name, name) for name in names)
