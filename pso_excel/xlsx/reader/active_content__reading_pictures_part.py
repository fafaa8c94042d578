"""Which cells hold a picture (Excel 365): their metadata leads to a rich value that is one."""

from collections.abc import Mapping

from pso_excel.xlsx.reader.package import Package
from pso_excel.xlsx.reader.workbook_part__reading_relations_part import Relation, parts_of_kind
from pso_excel.xlsx.reader.xml_parser import MAIN, Attributes, End, parse, tags

_RICH = ("http://schemas.microsoft.com/office/spreadsheetml/2017/richdata",)
_TYPE = "XLRICHVALUE"


class RichValues:
    """The kinds of rich values by the number in the attribute ``vm`` of a cell, read when the first
    is asked for. A cell shows the error ``#VALUE!`` to programs that do not know them."""

    def __init__(self, package: Package, relations: Mapping[str, Relation]) -> None:
        self._package, self._relations = package, dict(relations)
        self._kinds: list[str] | None = None
        self._known: set[str] = set()

    def is_picture(self, number: str) -> bool:
        """Whether that is a picture; where the package does not say what it is, it is taken for
        one, for nothing else is so common."""
        if self._kinds is None:
            self._kinds = self._read()
        at = int(number) - 1 if number.isascii() and number.isdigit() and len(number) < 8 else -1
        if 0 <= at < len(self._kinds) and self._kinds[at]:
            return _is_picture(self._kinds[at])
        return not self._known or any(map(_is_picture, self._known))

    def _read(self) -> list[str]:
        """What each number stands for: number -> metadata -> value -> structure -> its name."""
        structures = self._values("rdRichValueStructure", "s", "t")
        values = self._values("rdRichValue", "rv", "s")
        self._known = set(structures)
        return [_at(structures, _at(values, one)) for one in self._numbered()]

    def _values(self, kind: str, element: str, attribute: str) -> list[str]:
        found: list[str] = []

        def value(attributes: Attributes) -> None:
            found.append(attributes.get(attribute, ""))

        for part in parts_of_kind(self._relations, kind, self._package)[:1]:
            parse(self._package, part, tags(_RICH, {element: value}))
        return found

    def _numbered(self) -> list[str]:
        """The rich value of each number, by its index as written; empty for other metadata."""
        types: list[str] = []
        blocks: list[tuple[str, str]] = []
        values: list[str] = []
        inside = ""

        def kind(attributes: Attributes) -> None:
            types.append(attributes.get("name", ""))

        def future(attributes: Attributes) -> None:
            nonlocal inside
            inside = attributes.get("name", "")

        def block(attributes: Attributes) -> None:
            if inside == "values":
                blocks.append((attributes.get("t", ""), attributes.get("v", "")))

        def begin_values(_: Attributes) -> None:
            nonlocal inside
            inside = "values"

        def rich(attributes: Attributes) -> None:
            if inside == _TYPE:
                values.append(attributes.get("i", ""))

        def end() -> None:
            nonlocal inside
            inside = ""

        starts = {"metadataType": kind, "futureMetadata": future}
        starts |= {"valueMetadata": begin_values, "rc": block}
        ends: dict[str, End] = {"futureMetadata": end, "valueMetadata": end}
        for part in parts_of_kind(self._relations, "sheetMetadata", self._package)[:1]:
            listening = tags(MAIN, starts) | tags(_RICH, {"rvb": rich})
            parse(self._package, part, listening, tags(MAIN, ends))
        rich_type = str(types.index(_TYPE) + 1) if _TYPE in types else ""
        return [_at(values, at) if kind == rich_type else "" for kind, at in blocks]


def _at(values: list[str], index: str) -> str:
    """The value at an index as written; empty when there is none."""
    known = index.isascii() and index.isdigit() and len(index) < 8
    return values[int(index)] if known and int(index) < len(values) else ""


def _is_picture(kind: str) -> bool:
    return "image" in kind.lower()
