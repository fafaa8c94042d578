"""Tables as CSV that Excel opens as it stands: UTF-8 with its mark, every field in quotes."""

import csv
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from io import StringIO

from pso_excel.core.figures import printed
from pso_excel.core.safe_text import visible
from pso_excel.xlsx.patcher.cell_xml import cell_text
from pso_excel.xlsx.patcher.cell_xml__books_literal_part import is_formula_like

Field = str | int | bool | Decimal | Fraction | date | None


def csv_bytes(columns: Sequence[str], rows: Iterable[Sequence[Field]]) -> bytes:
    """The table with its columns' names first.

    Figures have the two decimals that are printed, days are written 2026-03-31, flags TRUE or
    FALSE; what is not there is empty and never zero. A text that a spreadsheet program might take
    for a formula has an apostrophe before it: in CSV nothing else says that it is a text.
    """
    out = StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([_field(value) for value in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _field(value: Field) -> str:
    if isinstance(value, str):
        text = visible(cell_text(value))
        return f"'{text}" if is_formula_like(text) else text
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, Decimal | Fraction):
        return printed(value)
    return "" if value is None else str(value)
