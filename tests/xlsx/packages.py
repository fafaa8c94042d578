"""Workbooks for the tests of patching: made by libraries, and by hand where no library can."""

import io
import zipfile
from collections.abc import Mapping

import openpyxl
import xlsxwriter
from openpyxl.comments import Comment

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c49444154789c63f8ffff3f0005fe02fe0def46b80000000049454e44ae426082"
)


def parts(data: bytes) -> dict[str, bytes]:
    """The inflated parts by name, in order."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {info.filename: package.read(info) for info in package.infolist()}


def packed(content: Mapping[str, bytes | str]) -> bytes:
    """A package of those parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in content.items():
            package.writestr(zipfile.ZipInfo(name), part, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def rich_book() -> bytes:
    """All that a library may lose: charts, comments, an image, a button, lists, print settings."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    data = book.add_worksheet("ข้อมูล")
    result = book.add_worksheet("ผลตรวจ")
    other = book.add_worksheet("สรุป & อื่น ๆ")
    styled = book.add_format({"bg_color": "#E8F1F8", "num_format": "0.00"})
    for row in range(3, 13):
        result.write_blank(row, 1, None, styled)
        result.write_string(row, 2, f"เดิม {row}", styled)
        result.write_formula(row, 3, f"=LEN(C{row + 1})", None, 6)
        data.write_number(row, 0, row)
    result.write_url("H1", "https://example.org/")
    result.write_url("H2", "internal:'ข้อมูล'!A1", string="หน้าแรก")
    for sheet in (data, result, other):
        sheet.insert_image("K2", "p.png", {"image_data": io.BytesIO(PIXEL)})
        sheet.write_comment("A1", "หมายเหตุ")
        sheet.data_validation("B4:B13", {"validate": "list", "source": ["ก", "ข"]})
        sheet.conditional_format("C4:C13", {"type": "data_bar", "data_bar_2010": True})
        sheet.autofilter("A3:D13")
        sheet.merge_range("F1:G2", "รวม")
        chart = book.add_chart({"type": "bar"})
        chart.add_series({"values": ["ข้อมูล", 3, 0, 12, 0]})
        sheet.insert_chart("K8", chart)
    result.insert_button("J1", {"macro": "Check", "caption": "ตรวจสอบ"})
    result.protect("secret")
    result.set_footer("&Cหน้า &P")
    book.close()
    content = parts(out.getvalue())
    content["customXml/item1.xml"] = b"<note>kept</note>"
    content["xl/printerSettings/printerSettings1.bin"] = bytes(range(256)) * 4
    return packed(content)


def openpyxl_book() -> bytes:
    """The same kind of sheet as openpyxl writes it."""
    book = openpyxl.Workbook()
    book.create_sheet("ผลตรวจ")
    sheet = book["ผลตรวจ"]
    for row in range(4, 14):
        sheet.cell(row, 3, f"เดิม {row}")
        sheet.cell(row, 4, f"=LEN(C{row})")
    sheet["A1"].comment = Comment("หมายเหตุ", "ก")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def raw_book(
    sheet: str, *, extra: Mapping[str, bytes | str] | None = None, workbook: str = ""
) -> bytes:
    """A minimal package with one worksheet ``ผล``, its XML given."""
    rels = "http://schemas.openxmlformats.org/package/2006/relationships"
    return packed(
        {
            "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/'
            'content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-'
            'package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType='
            '"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
            '<Override PartName="/xl/sheet1.xml" ContentType="application/vnd.openxmlformats-'
            'officedocument.spreadsheetml.worksheet+xml"/></Types>',
            "_rels/.rels": f'<Relationships xmlns="{rels}"><Relationship Id="r" Type="{RELATIONS}/'
            'officeDocument" Target="xl/workbook.xml"/></Relationships>',
            "xl/workbook.xml": workbook
            or f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets><sheet name="ผล" '
            'sheetId="1" r:id="s"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{rels}"><Relationship Id="s" '
            f'Type="{RELATIONS}/worksheet" Target="/xl/sheet1.xml"/></Relationships>',
            "xl/sheet1.xml": sheet,
            **(extra or {}),
        }
    )
