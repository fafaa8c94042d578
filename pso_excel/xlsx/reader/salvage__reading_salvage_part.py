"""What is left of a damaged package, in a package made anew that can be read.

Every part counts as far as it can be read: a sheet by its cells, the shared strings each by its
number, anything else up to its first fault. What is lost is counted.
"""

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field

from pso_excel.xlsx.reader.limits import LIMITS, Limits
from pso_excel.xlsx.reader.salvage import LOCAL_MARK, Piece, pieces
from pso_excel.xlsx.reader.salvage__salvage_markup_part import is_sound, mended
from pso_excel.xlsx.reader.salvage_parts import Tab, part_of, rejoin
from pso_excel.xlsx.reader.salvage_parts__salvage_sheets_part import (
    EMPTY_SHEET,
    LOST,
    Sheet,
    numbers_of,
    rescued_sheet,
    without_lost_texts,
)
from pso_excel.xlsx.reader.salvage_parts__salvage_strings_part import rescued_strings

__all__ = ["LOST", "Cut", "Salvaged", "salvage"]

_SHEETS = "xl/worksheets/"
_MARKUP = (".xml", ".rels", ".vml")


@dataclass(frozen=True, slots=True)
class Cut:
    """Of a sheet that ends too early: the row of its last cell, and how many more there were (at
    least)."""

    last: int
    rows: int


@dataclass(slots=True)
class Salvaged:
    """A package of what can be read: how many parts are whole, how many are damaged or gone.

    ``sheets`` are the sheets that are lost whole, ``read`` those that are damaged and were read,
    ``cut`` those of them that end too early; ``cells`` is the number of cells of which not even the
    address is known, ``numbers`` that of the numbers whose format is lost, ``besides`` that of the
    parts with notes or text boxes that are damaged. A cell whose value is lost holds the error
    LOST.
    """

    data: bytes = b""
    parts: int = 0
    lost: int = 0
    sheets: list[str] = field(default_factory=list[str])
    read: list[str] = field(default_factory=list[str])
    cut: dict[str, Cut] = field(default_factory=dict[str, Cut])
    cells: int = 0
    numbers: int = 0
    besides: int = 0


def salvage(data: bytes, limits: Limits = LIMITS) -> Salvaged | None:
    """What can be read of a damaged package, within the limits; None when there is nothing, or when
    it is no package at all. What comes out is no safer than what went in: it passes through the
    same door."""
    if not data.startswith(LOCAL_MARK) or len(data) > limits.file_bytes:
        return None
    found = pieces(data, limits)
    good = {name for name, one in found.items() if _is_good(name, one)}
    if not good:
        return None
    saved = Salvaged(parts=len(good), lost=len(found) - len(good))
    parts = {name: one.content for name, one in found.items()}
    strings_at, styles_at = part_of("sharedStrings", parts), part_of("styles", parts)
    strings = rescued_strings(parts.get(strings_at, b""), limits.strings)
    sheets = {name: _rescued(name, parts) for name in found.keys() - good - {strings_at}}
    if strings_at not in good:
        parts[strings_at] = strings.xml
    _count(rejoin(parts, good), sheets, saved)
    saved.besides = sum("comment" in name or "/drawings/" in name for name in found.keys() - good)
    known = _styles_known(parts.get(styles_at, b""))
    for name in filter(_is_sheet, parts):
        parts[name] = without_lost_texts(parts[name], strings)
        if styles_at not in good:
            saved.numbers += numbers_of(parts[name], lambda style: style >= known)
    saved.data = _packed(parts, {name: one.name for name, one in found.items()})
    return saved


def _is_good(name: str, piece: Piece) -> bool:
    return piece.whole and (not name.endswith(_MARKUP) or is_sound(piece.content))


def _is_sheet(name: str) -> bool:
    return name.startswith(_SHEETS) and name.endswith(".xml")


def _rescued(name: str, parts: dict[str, bytes]) -> Sheet:
    """Put what can be read of a damaged part in its place; what it is worth as a sheet."""
    if _is_sheet(name):
        sheet = rescued_sheet(parts[name])
        parts[name] = sheet.xml if sheet else EMPTY_SHEET
        return sheet or Sheet(b"")
    parts[name] = mended(parts[name]) if name.endswith(_MARKUP) else b""
    if not parts[name]:
        del parts[name]
    return Sheet(b"")


def _styles_known(xml: bytes) -> int:
    """How many styles of cells can still be read."""
    start = xml.find(b"cellXfs")
    end = xml.find(b"</cellXfs>", start)
    return xml.count(b"<xf ", start, end if end > 0 else len(xml)) if start >= 0 else 0


def _count(tabs: tuple[Tab, ...], sheets: Mapping[str, Sheet], saved: Salvaged) -> None:
    """Count what is lost of the sheets, by their names."""
    for tab in tabs:
        sheet = sheets.get(tab.part)
        if not tab.part or (sheet is not None and not sheet.xml):
            saved.sheets.append(tab.name)
        elif sheet is not None:
            saved.read.append(tab.name)
            saved.cells += sheet.cells
            if sheet.rows:
                saved.cut[tab.name] = Cut(sheet.last, sheet.rows)


def _packed(parts: Mapping[str, bytes], names: Mapping[str, str]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            written = zipfile.ZipInfo(names.get(name, name))
            package.writestr(written, content, zipfile.ZIP_DEFLATED, 1)
    return target.getvalue()
