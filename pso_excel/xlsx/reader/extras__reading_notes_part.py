"""The notes at the cells of a sheet, as they stand in its part of comments."""

from typing import NamedTuple

from pso_excel.xlsx.reader.package import Package
from pso_excel.xlsx.reader.text__reading_texts_part import Gathered, clean_text
from pso_excel.xlsx.reader.xml_parser import MAIN, Attributes, parse, tags


class Note(NamedTuple):
    """A note: the address of its cell as written, and what it says."""

    cell: str
    text: str


def read_notes(package: Package, part: str) -> list[Note]:
    """Every note of a part, empty ones too."""
    found: list[Note] = []
    text, cell = Gathered(package.budget), ""

    def note(attributes: Attributes) -> None:
        nonlocal cell
        cell = attributes.get("ref", "")

    def end() -> None:
        found.append(Note(cell, clean_text(text.take())[0].strip()))

    starts = tags(MAIN, {"comment": note}) | tags(MAIN, {"t": text.open})
    ends = tags(MAIN, {"comment": end}) | tags(MAIN, {"t": text.close})
    parse(package, part, starts, ends, text.add)
    return found
