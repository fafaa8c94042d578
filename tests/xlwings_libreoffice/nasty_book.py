"""A small workbook that holds one of everything a reader must tell apart."""

import zlib
from datetime import datetime, time
from io import BytesIO
from typing import Any

import xlsxwriter

FIRST, SECOND, HIDDEN = "กรอก", "it's, a.B2", "_ซ่อน"


def nasty_book() -> bytes:
    """Three sheets: values of every kind, everything around values, and one that is hidden."""
    data = BytesIO()
    book: Any = xlsxwriter.Workbook(data, {"in_memory": True})
    first, second, hidden = (book.add_worksheet(name) for name in (FIRST, SECOND, HIDDEN))
    hidden.hide()
    _values(book, first)
    _around(book, second)
    hidden.write_string("A1", "รายการ")
    book.define_name("PSO_LIST", f"='{HIDDEN}'!$A$1:$A$9")
    book.define_name(f"'{HIDDEN}'!LOCAL", f"='{HIDDEN}'!$A$1")
    book.define_name("PSO_RATE", "=0.5*2")
    book.set_custom_property("PSO_OFFICE", "58-R-014")
    book.set_custom_property("PSO_N", 7)
    book.close()
    return data.getvalue()


def _values(book: Any, sheet: Any) -> None:
    codes = (
        "General",
        "0.00%",
        "d/m/yyyy",
        "[$-107041E]d mmm yyyy",
        "hh:mm",
        "[h]:mm",
        "@",
        "0.00",
    )
    for row, code in enumerate(codes):
        shown = book.add_format({"num_format": code})
        sheet.write_number(row, 0, 0.8625, shown)
        sheet.write_number(row, 1, 244_364.25, shown)
        sheet.write_formula(row, 2, "=A1/3", shown)
        sheet.write_string(row, 3, "0.86", shown)
        sheet.write_blank(row, 4, None, shown)
    texts = ("=1+1", " ว่าง ", "บรรทัด\nสอง", "๑๒", "'ขีด", "#N/A", "TRUE")
    for row, text in enumerate(texts, len(codes)):
        sheet.write_string(row, 0, text)
    day = book.add_format({"num_format": "d/m/yyyy"})
    sheet.write_datetime("F1", datetime(2569, 1, 15), day)
    sheet.write_datetime("F2", time(8, 30), book.add_format({"num_format": "h:mm"}))
    formulas = ("=1=1", "=NA()", "=1/0", '=""', '="ก"', "=F1", "=A2", "=TODAY()", "=2/82", "=A1")
    for row, formula in enumerate(formulas):
        sheet.write_formula(row, 6, formula)
    sheet.write_boolean("F3", True)


def _around(book: Any, sheet: Any) -> None:
    for row in range(12):
        sheet.write_row(row, 0, [f"แถว {row}", row, row / 3])
    sheet.merge_range("E2:G3", "รวม", book.add_format())
    sheet.set_row(5, None, None, {"hidden": True})
    sheet.set_column("K:L", None, None, {"hidden": True})
    sheet.data_validation("B2:B9", {"validate": "list", "source": "=PSO_LIST"})
    sheet.data_validation("C2:C9", {"validate": "decimal", "criteria": ">", "value": 0})
    sheet.write_comment("A2", "หมายเหตุ")
    sheet.autofilter("A1:C12")
    sheet.protect("", {"format_cells": True, "sort": True})
    sheet.insert_image("I2", "จุด.png", {"image_data": BytesIO(_dot())})


def _dot() -> bytes:
    """A picture of one grey point."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        body = kind + content
        return len(content).to_bytes(4, "big") + body + zlib.crc32(body).to_bytes(4, "big")

    head = chunk(b"IHDR", b"\x00\x00\x00\x01\x00\x00\x00\x01\x08\x00\x00\x00\x00")
    return (
        b"\x89PNG\r\n\x1a\n"
        + head
        + chunk(b"IDAT", zlib.compress(b"\x00\x80"))
        + chunk(b"IEND", b"")
    )
