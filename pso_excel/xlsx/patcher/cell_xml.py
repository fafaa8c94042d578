"""One cell as spreadsheet XML: texts typed as texts, numbers as numbers, days as serial numbers."""

import re
from datetime import date
from decimal import Decimal

LONGEST = 32_767  # UTF-16 units a cell can hold
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_EPOCH, _EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)
_FIRST_OF_MARCH_1900 = 61  # spreadsheets count a 29 February 1900 that never was
# Our own, because xml.sax.saxutils brings the whole of urllib along.
_MARKUP = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_QUOTED = _MARKUP | str.maketrans({'"': "&quot;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})


def serial(day: date, date1904: bool = False) -> int:
    """The number a spreadsheet stores for a day."""
    if date1904:
        return (day - _EPOCH_1904).days
    number = (day - _EPOCH).days
    return number if number >= _FIRST_OF_MARCH_1900 else number - 1


def attribute_xml(text: str) -> str:
    """A text as the value of an attribute, with its quotation marks."""
    return f'"{text.translate(_QUOTED)}"'


def cell_text(text: str) -> str:
    """A text as a cell can hold it: without characters that XML forbids, lines ended by a line
    feed; one too long for a cell ends in an ellipsis."""
    clean = _ILLEGAL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    if len(clean) * 2 > LONGEST and len(clean.encode("utf-16-le")) > LONGEST * 2:
        units = clean.encode("utf-16-le")[: (LONGEST - 1) * 2]
        clean = units.decode("utf-16-le", "ignore") + "…"
    return clean


def cell_xml(
    cell: str, value: str | Decimal | date | None, style: str, prefix: str, date1904: bool
) -> bytes:
    """The ``<c>`` of one cell; ``style`` is its style number or empty, ``prefix`` that of the main
    namespace (``"x:"`` or empty). A text is never a formula, whatever it begins with."""
    head = f'<{prefix}c r="{cell}"' + (f' s="{style}"' if style.isdigit() else "")
    if value is None or value == "":
        return f"{head}/>".encode()
    if isinstance(value, str):
        text = cell_text(value)
        keep = ' xml:space="preserve"' if text != " ".join(text.split()) else ""
        inner = _ESCAPED.sub("_x005F_", text).translate(_MARKUP)
        inline = f"<{prefix}is><{prefix}t{keep}>{inner}</{prefix}t></{prefix}is>"
        return f'{head} t="inlineStr">{inline}</{prefix}c>'.encode()
    number = (
        f"{value.normalize() + 0:f}" if isinstance(value, Decimal) else str(serial(value, date1904))
    )
    return f"{head}><{prefix}v>{number}</{prefix}v></{prefix}c>".encode()


SIGNS = frozenset("=+-@＝＋－＠")
"""What a spreadsheet program may take for the beginning of a formula when a text is typed again,
pasted or opened as CSV; East Asian editions take the full-width signs so."""


def is_formula_like(text: str) -> bool:
    """Whether a text may turn into a formula when someone edits its cell and presses Enter."""
    begins = text.lstrip()
    return begins[:1] in SIGNS or (begins != "" and text[0] in "\t\r\n")


def escape_rich_string(text: str) -> str:
    """The text; one from ``<r>`` to ``</r>`` with a space after it.

    XlsxWriter takes such a text for the XML of a rich string and writes it unescaped: typed by an
    office, it could put a formula into another's workbook.
    """
    return f"{text} " if text.startswith("<r>") and text.endswith("</r>") else text
