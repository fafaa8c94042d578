"""What in a workbook points outside of it, wherever it stands: told, never opened or followed."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from typing import NamedTuple

from pso_excel.xlsx.errors import WorkbookError
from pso_excel.xlsx.reader.formulas import (
    are_suspect,
    file_name,
    is_path,
    is_plain,
    numbers_workbook,
    reached,
    shown_target,
)
from pso_excel.xlsx.reader.package import Package
from pso_excel.xlsx.reader.parts import Relation
from pso_excel.xlsx.reader.text import TextCollector
from pso_excel.xlsx.reader.xml_parser import Attributes, Parse, Shape
from pso_excel.xlsx.workbook import Outside

_KINDS = {
    "hyperlink": "links",
    **dict.fromkeys(("image", "hdImage"), "pictures"),
    **dict.fromkeys(("oleObject", "package", "control"), "objects"),
    **dict.fromkeys(("externalLinkPath", "externalLinkLongPath", "xlPathMissing"), "data"),
    **dict.fromkeys(("xlStartup", "xlAlternateStartup", "xlLibrary"), "data"),
}
"""What a relationship that leads outside is, by its kind; all others are ``"others"``."""
_MOST = 200  # different ones; more are only counted
_STEPS = 6  # from a picture in a group of a drawing up to its sheet

_MARKS = (b"\\\\", b":\\", b"file:", b"&#", b"\0")
"""One of these stands in a part that holds a full path, however it is spelled."""
_SEARCHED = (".xml", ".vml")
_READ = (
    *("/workbook.xml", "/sharedstrings.xml", "/styles.xml", "/theme1.xml"),
    *("/custom.xml", "/app.xml", "[content_types].xml"),
)
_NO_PATH = frozenset(("descr", "title", "name", "alt", "altText"))
"""Attributes that describe: a program may note there which file a picture was made of."""
_TEXT = "f"  # the element of a chart that says where its data are


class OutsideFound:
    """Gathers what points outside while the parts are read.

    ``linked`` is the first cell of each sheet whose formula numbers another workbook, ``links`` the
    cell of each hyperlink by the part of its sheet and the id of its relationship.
    """

    def __init__(self) -> None:
        self._found: dict[tuple[str, str], Outside] = {}
        self.linked: dict[str, str] = {}
        self.links: dict[tuple[str, str], str] = {}

    def listed(self) -> tuple[Outside, ...]:
        """All of it, each kind and target once."""
        return tuple(self._found.values())

    def add(self, kind: str, target: str, sheet: str = "", cell: str = "") -> None:
        """One more."""
        key = (kind, target) if len(self._found) < _MOST else (kind, "…")
        known = self._found.get(key)
        if known is None:
            self._found[key] = Outside(*key, sheet, cell)
        else:
            self._found[key] = known._replace(number=known.number + 1)

    def formulas(self, kind: str, told: Sequence[tuple[str, str, str]]) -> None:
        """Formulas of one kind, each with its sheet and cell. Hardly any reaches outside, so that
        they are first looked at all at once."""
        if are_suspect("\n".join(text for text, _, _ in told)):
            for pair in told:
                self.formula(kind, *pair)

    def formula(self, kind: str, text: str, sheet: str = "", cell: str = "") -> None:
        """A formula, of a cell or of anything else."""
        for target in reached(text):
            self.add(kind, target, sheet, cell)
        if cell and sheet not in self.linked and numbers_workbook(text):
            self.linked[sheet] = cell


class _Owners(NamedTuple):
    """Which sheet a part belongs to: the parts of the sheets, and from each part the one above."""

    sheets: Mapping[str, str]
    above: Mapping[str, str]

    def sheet(self, part: str) -> str:
        """The name of the sheet, empty for what belongs to none."""
        for _ in range(_STEPS):
            if part in self.sheets:
                return self.sheets[part]
            part = self.above.get(part, "")
        return ""


def add_relations(
    found: OutsideFound,
    relations: Iterable[Relation],
    sheets: Mapping[str, str],
    links: Collection[str],
) -> tuple[str, ...]:
    """Add every relationship that leads outside, whatever it belongs to.

    ``sheets`` are the names of the sheets by their parts. Returned are the files that the ``links``
    (the parts that name other workbooks) lead to: those are counted apart.
    """
    relations = tuple(relations)
    above = {
        relation.part: relation.source for relation in relations if relation.part not in sheets
    }
    owners, workbooks = _Owners(sheets, above), dict[str, None]()
    for relation in relations:
        if not relation.target:
            continue
        if relation.source in links:
            workbooks[file_name(relation.target)] = None
        elif relation.kind != "hyperlink" or not is_plain(relation.target):
            kind = "data" if "/charts/" in relation.source else _KINDS.get(relation.kind, "others")
            cell = found.links.get((relation.source, relation.id), "")
            found.add(kind, shown_target(relation.target), owners.sheet(relation.source), cell)
    workbooks.pop("", None)
    return tuple(workbooks)


def add_paths(found: OutsideFound, package: Package, known: Collection[str]) -> None:
    """Add the full paths that stand in parts which are not read otherwise (not those ``known``), as
    an attribute or as the data of a chart. Parts too large to hold, or damaged, are not searched:
    nobody needs them."""
    for part in package.parts:
        searched = part.endswith(_SEARCHED) and not part.endswith(_READ) and part not in known
        if searched and package.size(part) <= package.limits.whole_bytes:
            with suppress(WorkbookError):
                _add_paths(found, package, part)


def _add_paths(found: OutsideFound, package: Package, part: str) -> None:
    data = package.read(part)
    lower = data.lower()
    if not any(mark in lower for mark in _MARKS):
        return
    text = TextCollector(package.budget)

    def element(tag: str, _: int, attributes: Attributes) -> None:
        take()
        for name, value in attributes.items():
            if name.rpartition(" ")[2] not in _NO_PATH and is_path(value):
                found.add("others", shown_target(value))
        if tag.rpartition(" ")[2] == _TEXT:
            text.open()

    def take() -> None:
        words = text.take()
        if is_path(words):
            found.add("others", shown_target(words))
        else:
            found.formula("data", words)

    run = Parse(package, part, {}, {}, Shape(unknown=element))
    run.parser.CharacterDataHandler = text.add
    run.feed(data, last=True)
    take()
