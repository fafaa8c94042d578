"""The workbook part: which sheets there are, the defined names, the date system."""

from dataclasses import dataclass, field
from typing import NamedTuple

from pso_excel.books.reading.limits import Budget, refuse_more_than
from pso_excel.books.reading.markup import MAIN, Attributes, is_true, parse, relation_id, tags
from pso_excel.books.reading.package import Package
from pso_excel.books.reading.texts import Gathered

LONGEST_NAME = 255
"""Characters of a sheet's or defined name: no program of ours writes more, and Excel's sheets have
31."""


class Tab(NamedTuple):
    """A sheet as the workbook lists it: its name, whether it is seen, its relationship."""

    name: str
    visible: bool
    relation: str


@dataclass(slots=True)
class Contents:
    """What the workbook part says; ``names`` of one sheet only are ``"sheet!name"``, those that
    are there already ``"?!name"``."""

    tabs: list[Tab] = field(default_factory=list[Tab])
    names: dict[str, str] = field(default_factory=dict[str, str])
    date1904: bool = False


class _Names:
    """Gathers the defined names; a broken one, without text, keeps an empty text."""

    def __init__(self, budget: Budget) -> None:
        self._limits = budget.limits
        self._name = self._local = ""
        self.text = Gathered(budget)
        self.found: list[tuple[str, str, str]] = []

    def begin(self, attributes: Attributes) -> None:
        """A defined name begins."""
        self._name = _bounded(attributes.get("name", ""))
        self._local = attributes.get("localSheetId", "")
        self.text.open()

    def end(self) -> None:
        """The name is complete; refuses F036 too many."""
        self.found.append((self._name, self._local, self.text.take()))
        if len(self.found) > self._limits.names:
            refuse_more_than("F036", self._limits.names)


def read_contents(package: Package, part: str) -> Contents:
    """Read the workbook part. Refuses F039 too many sheets, F036 too many names, F034 a name of
    impossible length."""
    contents = Contents()
    names = _Names(package.budget)

    def sheet(attributes: Attributes) -> None:
        visible = attributes.get("state", "visible") == "visible"
        name = _bounded(attributes.get("name", ""))
        contents.tabs.append(Tab(name, visible, relation_id(attributes)))
        if len(contents.tabs) > package.limits.sheets:
            refuse_more_than("F039", package.limits.sheets)

    def properties(attributes: Attributes) -> None:
        contents.date1904 = is_true(attributes.get("date1904"))

    parse(
        package,
        part,
        tags(MAIN, {"sheet": sheet, "workbookPr": properties, "definedName": names.begin}),
        tags(MAIN, {"definedName": names.end}),
        names.text.add,
    )
    for name, local, text in names.found:
        scoped = _scoped(name, local, contents.tabs)
        contents.names[f"?!{name}" if scoped in contents.names else scoped] = text
    return contents


def _bounded(name: str) -> str:
    """Names are compared with one another and with ours, which a long one would make dear."""
    if len(name) > LONGEST_NAME:
        refuse_more_than("F034", LONGEST_NAME)
    return name


def _scoped(name: str, local: str, tabs: list[Tab]) -> str:
    """``name``, or ``sheet!name`` when it belongs to one sheet."""
    if not local:
        return name
    known = local.isascii() and local.isdigit() and len(local) < 5 and int(local) < len(tabs)
    return f"{tabs[int(local)].name}!{name}" if known else f"?!{name}"
