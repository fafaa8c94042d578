"""The document's own properties: the custom ones, and the program that saved it."""

from collections.abc import Iterator
from typing import NamedTuple

from pso_excel.xlsx.reader.package import Package
from pso_excel.xlsx.reader.text__reading_texts_part import Gathered
from pso_excel.xlsx.reader.xml_parser import (
    CUSTOM,
    EXTENDED,
    VARIANT_TYPES,
    Attributes,
    Parse,
    parse,
    tags,
)

_TYPES = (
    "lpwstr", "lpstr", "bstr", "i1", "i2", "i4", "int", "ui4", "uint", "r8", "bool", "date",
    "filetime",
)  # fmt: skip
_PROGRAM_ENDS, _BASE = b"</Application>", b"HyperlinkBase"


def read_custom(package: Package, part: str) -> dict[str, str]:
    """The custom document properties by name, each as text."""
    found: dict[str, str] = {}
    value = Gathered(package.budget)
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
    program, base = Gathered(package.budget), Gathered(package.budget)

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
    yield data if end < len(_PROGRAM_ENDS) or _BASE in data else data[:end]
