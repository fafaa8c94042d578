"""The workbook part: which sheets there are, the defined names, the date system."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from pso_excel.xlsx.errors import WorkbookError, refuse, refuse_more_than
from pso_excel.xlsx.reader.limits import Budget
from pso_excel.xlsx.reader.package import Package, resolve
from pso_excel.xlsx.reader.text import TextCollector
from pso_excel.xlsx.reader.xml_parser import (
    CUSTOM,
    EXTENDED,
    MAIN,
    OFFICE_RELATIONS,
    PACKAGE_RELATIONS,
    VARIANT_TYPES,
    Attributes,
    Parse,
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


class SheetEntry(NamedTuple):
    """A sheet as the workbook lists it: its name, whether it is seen, its relationship."""

    name: str
    visible: bool
    relation: str


@dataclass(slots=True)
class Contents:
    """What the workbook part says; ``names`` of one sheet only are ``"sheet!name"``, those that
    are there already ``"?!name"``; ``published`` are the files that the program would write pages
    of the workbook to."""

    tabs: list[SheetEntry] = field(default_factory=list[SheetEntry])
    names: dict[str, str] = field(default_factory=dict[str, str])
    date1904: bool = False
    published: list[str] = field(default_factory=list[str])


class _Names:
    """Gathers the defined names; a broken one, without text, keeps an empty text."""

    def __init__(self, budget: Budget) -> None:
        self._limits = budget.limits
        self._name = self._local = ""
        self.text = TextCollector(budget)
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
        tabs.append(SheetEntry(name, visible, relation_id(attributes)))
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

    def require(self, listed: str, name: str) -> None:
        """Refuse an element outside of its list (F046)."""
        if self._open != listed:
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


def _scoped(name: str, local: str, tabs: list[SheetEntry]) -> str:
    """``name``, or ``sheet!name`` when it belongs to one sheet."""
    if not local:
        return name
    known = local.isascii() and local.isdigit() and len(local) < 5 and int(local) < len(tabs)
    return f"{tabs[int(local)].name}!{name}" if known else f"?!{name}"


_TYPES = (
    "lpwstr", "lpstr", "bstr", "i1", "i2", "i4", "int", "ui4", "uint", "r8", "bool", "date",
    "filetime",
)  # fmt: skip
_PROGRAM_ENDS, _LINK_BASE = b"</Application>", b"HyperlinkBase"


def read_custom(package: Package, part: str) -> dict[str, str]:
    """The custom document properties by name, each as text."""
    found: dict[str, str] = {}
    value = TextCollector(package.budget)
    name = ""

    def begin(attributes: Attributes) -> None:
        nonlocal name
        name = attributes.get("name", "")

    def end() -> None:
        found[name] = value.take()

    starts = tags(CUSTOM, {"property": begin})
    starts |= tags(VARIANT_TYPES, dict.fromkeys(_TYPES, value.open))
    ends = tags(CUSTOM, {"property": end})
    ends |= tags(VARIANT_TYPES, dict.fromkeys(_TYPES, value.close))
    parse(package, part, starts, ends, value.add)
    return found


class Saved(NamedTuple):
    """How a workbook was saved: the ``program`` (``Microsoft Excel``), and the ``base`` that its
    links are relative to, usually none."""

    program: str = ""
    base: str = ""


def read_saved(package: Package, part: str) -> Saved:
    """What the extended properties say of it; most of them list the sheets and names, and need not
    be parsed."""
    program, base = TextCollector(package.budget), TextCollector(package.budget)

    def text(piece: str) -> None:
        program.add(piece)
        base.add(piece)

    starts = {"Application": program.open, "HyperlinkBase": base.open}
    ends = {"Application": program.close, "HyperlinkBase": base.close}
    run = Parse(package, part, tags(EXTENDED, starts), tags(EXTENDED, ends))
    run.parser.CharacterDataHandler = text
    for chunk in _pieces(package, part):
        run.feed(chunk)
    return Saved(program.take().strip(), base.take().strip())


def _pieces(package: Package, part: str) -> Iterator[bytes]:
    if package.size(part) > package.limits.whole_bytes:
        yield from package.chunks(part)
        return
    data = package.read(part)
    end = data.find(_PROGRAM_ENDS) + len(_PROGRAM_ENDS)
    yield data if end < len(_PROGRAM_ENDS) or _LINK_BASE in data else data[:end]


_FOLDER, _ENDING = "_rels/", ".rels"
_INSIDE = "Internal"
_BASE = "http://www.w3.org/XML/1998/namespace base"
"""Would make targets lead elsewhere than they say; no program writes it."""
_SHAPE = Shape(
    named(PACKAGE_RELATIONS, "Relationships"),
    tags(PACKAGE_RELATIONS, {"Relationships": (1,), "Relationship": (2,)}),
)
_READ = frozenset(
    (
        *("officeDocument", "worksheet", "sharedStrings", "styles"),
        *("custom-properties", "extended-properties"),
    )
)
"""Kinds of parts that values are read from: of these the whole type counts, not its last word."""
_STRICT = {"customProperties": "custom-properties", "extendedProperties": "extended-properties"}


class Relation(NamedTuple):
    """One relationship of the part ``source``: its kind (``"worksheet"``), and the part it leads
    to, or, where it leads outside the package, empty and the ``target`` as written."""

    kind: str
    part: str
    target: str = ""
    source: str = ""
    id: str = ""


def read_relations(package: Package, source: str = "") -> dict[str, Relation]:
    """The relationships of ``source`` (empty: of the package) by id; none when it has none.

    Nothing outside the package is ever opened. Refuses F027 when values would be read from outside
    the package, F024 when there are more than there can be parts, F038 when one id stands for two.
    """
    folder, slash, base = source.rpartition("/")
    part = f"{folder}{slash}{_FOLDER}{base}{_ENDING}"
    return _relations(package, part, source) if part in package else {}


def every_relation(
    package: Package, known: Mapping[str, Mapping[str, Relation]]
) -> Iterator[Relation]:
    """The relationships of all parts, wherever those stand; those ``known`` already, by the part
    they belong to, are not read again. Refusals as of the one part."""
    for part in package.parts:
        folder, among, name = part.rpartition(_FOLDER)
        if among and name.endswith(_ENDING) and (not folder or folder.endswith("/")):
            source = folder + name.removesuffix(_ENDING)
            yield from (known.get(source) or _relations(package, part, source)).values()


def _relations(package: Package, part: str, source: str) -> dict[str, Relation]:
    found: dict[str, Relation] = {}

    def base_moved(attributes: Attributes) -> None:
        if _BASE in attributes:
            refuse("F027", part=attributes[_BASE][:80])

    def relationship(attributes: Attributes) -> None:
        base_moved(attributes)
        relationship_id = attributes.get("Id", "")
        if relationship_id in found:
            refuse("F038", part=part)
        found[relationship_id] = _relation(attributes, source, relationship_id)
        if len(found) > package.limits.parts:
            refuse_more_than("F024", package.limits.parts, n=f"{len(found):,}")

    starts = {"Relationships": base_moved, "Relationship": relationship}
    parse(package, part, tags(PACKAGE_RELATIONS, starts), shape=_SHAPE)
    return found


def _relation(attributes: Attributes, source: str, relationship_id: str) -> Relation:
    base, _, name = attributes.get("Type", "").rpartition("/")
    kind, target = _STRICT.get(name, name), attributes.get("Target", "")
    if kind in _READ and base not in OFFICE_RELATIONS:
        kind = ""
    if attributes.get("TargetMode", _INSIDE) != _INSIDE:
        return Relation(kind, "", target, source, relationship_id)
    if target.startswith("#"):
        return Relation(kind, "", "", source, relationship_id)
    try:
        return Relation(kind, resolve(source, target), "", source, relationship_id)
    except WorkbookError:
        if kind in _READ:
            raise
        return Relation(kind, "", target, source, relationship_id)


def parts_of_kind(relations: dict[str, Relation], kind: str, package: Package) -> list[str]:
    """The existing parts of one kind."""
    return [
        relation.part
        for relation in relations.values()
        if relation.kind == kind and relation.part in package
    ]


def part_of_kind(relations: dict[str, Relation], kind: str, package: Package) -> str:
    """The one part of a kind there can be only one of, empty when there is none; refuses F038
    two."""
    found = {*parts_of_kind(relations, kind, package)}
    if len(found) > 1:
        refuse("F038", part=f"{kind}: {', '.join(sorted(found))[:120]}")
    return found.pop() if found else ""
