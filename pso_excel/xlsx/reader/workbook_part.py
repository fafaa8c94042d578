"""The workbook part: which sheets there are, the defined names, the date system."""

from dataclasses import dataclass, field
from typing import NamedTuple

from pso_excel.xlsx.reader.limits import Budget, refuse, refuse_more_than
from pso_excel.xlsx.reader.package import Package
from pso_excel.xlsx.reader.text__reading_texts_part import Gathered
from pso_excel.xlsx.reader.xml_parser import (
    MAIN,
    Attributes,
    Shape,
    Start,
    is_true,
    named,
    parse,
    relation_id,
    tags,
)

_LEVELS = tags(
    MAIN,
    {"sheets": (2,), "sheet": (3,), "workbookPr": (2,), "definedNames": (2,), "definedName": (3,)},
)
_BUILT_IN = "_xlnm."  # names that programs write, of filters and printed areas
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
    are there already ``"?!name"``; ``published`` are the files that the program would write pages
    of the workbook to."""

    tabs: list[Tab] = field(default_factory=list[Tab])
    names: dict[str, str] = field(default_factory=dict[str, str])
    date1904: bool = False
    published: list[str] = field(default_factory=list[str])


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


class _Workbook:
    """Gathers what the workbook part says; each list stands once, and each thing in its list."""

    def __init__(self, package: Package, part: str) -> None:
        self._part, self._most = part, package.limits.sheets
        self._seen: set[str] = set()
        self._open = ""
        self.contents = Contents()

    def begin(self, name: str) -> Start:
        """The list of that name begins."""

        def begin(_: Attributes) -> None:
            self._once(name)
            self._open = name

        return begin

    def end(self) -> None:
        """The list ends."""
        self._open = ""

    def sheet(self, attributes: Attributes) -> None:
        """A sheet; refuses F039 too many."""
        self.require("sheets", "sheet")
        visible = attributes.get("state", "visible") == "visible"
        name, tabs = _bounded(attributes.get("name", "")), self.contents.tabs
        tabs.append(Tab(name, visible, relation_id(attributes)))
        if len(tabs) > self._most:
            refuse_more_than("F039", self._most)

    def properties(self, attributes: Attributes) -> None:
        """How days are counted."""
        self._once("workbookPr")
        self.contents.date1904 = is_true(attributes.get("date1904"))

    def page(self, attributes: Attributes) -> None:
        """A page that the program would write out of the workbook."""
        if path := attributes.get("destinationFile"):
            self.contents.published.append(path)

    def require(self, list: str, name: str) -> None:
        """Refuse an element outside of its list (F046)."""
        if self._open != list:
            refuse("F046", part=f"{self._part} <{name}>")

    def _once(self, name: str) -> None:
        if name in self._seen:
            refuse("F046", part=f"{self._part} <{name}>")
        self._seen.add(name)


def read_contents(package: Package, part: str) -> Contents:
    """Read the workbook part. Refuses F039 too many sheets, F036 too many names, F034 a name of
    impossible length, F038 a name with two meanings, F047 and F046 what is no such part."""
    workbook, names = _Workbook(package, part), _Names(package.budget)
    contents = workbook.contents

    def begin_name(attributes: Attributes) -> None:
        workbook.require("definedNames", "definedName")
        names.begin(attributes)

    starts: dict[str, Start] = {
        "sheets": workbook.begin("sheets"),
        "sheet": workbook.sheet,
        "workbookPr": workbook.properties,
        "definedNames": workbook.begin("definedNames"),
        "definedName": begin_name,
        "webPublishObject": workbook.page,
    }
    ends = {"sheets": workbook.end, "definedNames": workbook.end, "definedName": names.end}
    shape = Shape(named(MAIN, "workbook"), _LEVELS)
    parse(package, part, tags(MAIN, starts), tags(MAIN, ends), names.text.add, shape)
    if len({(local, name.casefold()) for name, local, _ in names.found}) < len(names.found):
        _refuse_two_meanings(names.found, part)
    for name, local, text in names.found:
        scoped = _scoped(name, local, contents.tabs)
        contents.names[f"?!{name}" if scoped in contents.names else scoped] = text
    return contents


def _refuse_two_meanings(found: list[tuple[str, str, str]], part: str) -> None:
    """Refuse two names that are the same but for their case and mean different things; those that
    programs write by themselves do not matter."""
    meant: dict[tuple[str, str], str] = {}
    for name, local, text in found:
        twice = meant.setdefault((local, name.casefold()), text) != text
        if twice and not name.startswith(_BUILT_IN):
            refuse("F038", part=f"{part} {name[:80]}")


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
