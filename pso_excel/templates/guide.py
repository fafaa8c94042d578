"""The guide: how to fill the workbook in, what each sheet is for, what each field asks."""

from xlsxwriter.worksheet import Worksheet

from pso_excel.buttons import OFFICE_COMMANDS
from pso_excel.core.bilingual import Bilingual
from pso_excel.core.messages import term, term_in
from pso_excel.forms.layout import GUIDE, TITLE_ROW, SheetLayout
from pso_excel.forms.schema import FilledBy, Requirement
from pso_excel.templates.context import TemplateBuild, protect
from pso_excel.templates.field_cells import CONDITIONAL, REQUIRED
from pso_excel.templates.formulas import quoted
from pso_excel.templates.styles import NAVY, row_height, set_page, text_lines

WIDTHS = (4, 6, 34, 92, 26)
FIRST, SECOND, THIRD, LAST = 2, 3, 4, 5

_TITLE = Bilingual("วิธีใช้แบบประเมินและแผนยกระดับ", "How to use this workbook")
_STEPS_TITLE = Bilingual("กรอกอย่างไร", "How to fill it in")
_STEPS = (
    Bilingual(
        "ถ้า Excel แสดงแถบ “มุมมองที่ได้รับการป้องกัน” ให้กด “เปิดใช้งานการแก้ไข” ก่อน แบบนี้ไม่มีมาโคร",
        "If Excel shows the bar “Protected View”, press “Enable Editing” first. This form has no"
        " macros.",
    ),
    Bilingual(
        "เริ่มที่แผ่น “00_ปก” แล้วกรอก “บุคลากร” และ “หลักฐาน” ก่อน เพราะแผ่นอื่นเลือกชื่อและรหัสจากสองแผ่นนี้",
        "Begin with the cover, then the staff and evidence sheets: other sheets choose names and"
        " codes from them.",
    ),
    Bilingual(
        "กรอกเฉพาะช่องสีเหลือง คลิกช่องใดก็มีคำอธิบายขึ้นมา ช่องที่หัวคอลัมน์มีเครื่องหมาย * ต้องกรอก",
        "Fill in yellow cells only. Click a cell to read what it asks. A * in a header: required.",
    ),
    Bilingual(
        "ดูคอลัมน์ “ตรวจ” ท้ายแถว ช่องสีเหลืองเข้มคือยังไม่กรอก สีแดงคือค่าที่ใช้ไม่ได้",
        "Watch the check column at the end of the row: amber cells are still empty, red ones cannot"
        " be right.",
    ),
    Bilingual(
        "พิมพ์วันที่เป็น วัน/เดือน/ปี พ.ศ. เช่น 15/01/2569 ตัวเลขพิมพ์เลขไทยหรืออารบิกก็ได้",
        "Type dates as day/month/year of the Buddhist era, e.g. 15/01/2569. Thai digits are fine.",
    ),
    Bilingual(
        "คัดลอกจากไฟล์อื่นให้ “วางแบบค่า” (วางค่าเท่านั้น) รายการเลือกและสูตรจะได้ไม่หาย",
        "Paste from other files as values only, so that lists and formulas stay.",
    ),
    Bilingual(
        "“ไม่มีข้อมูล” กับ “ไม่เกี่ยวข้อง” ต่างกัน: ไม่มีข้อมูลได้ 0 คะแนน ไม่เกี่ยวข้องคือไม่นับ และต้องมีเหตุผล",
        "“No data” scores 0; “not applicable” is not counted and needs a reason.",
    ),
    Bilingual(
        "อย่าเปลี่ยนชื่อแผ่น อย่าลบแถวหรือคอลัมน์ที่ล็อกไว้ ถ้าแถวไม่พอให้แทรกแถวกลางตาราง",
        "Do not rename sheets or delete locked rows and columns. If rows run out, insert some"
        " inside the table.",
    ),
    Bilingual(
        "กรอกเสร็จแล้วส่งไฟล์นี้ให้จังหวัด หรือสั่งตรวจด้วยคำสั่ง pso-excel check ผลจะอยู่ที่แผ่น “ผลตรวจ” และ “สรุป”",
        "When done, send the file to the province, or run pso-excel check; results appear on the"
        " sheets “ผลตรวจ” (check) and “สรุป” (summary).",
    ),
    Bilingual(
        "ในแผ่น “ผลตรวจ” ของสำเนา ข้อ ✖ ต้องแก้ไข ข้อ ▲ แก้ไขหรือพิมพ์เหตุผลในช่อง “เหตุผล/ยืนยัน”"
        " แล้วตรวจสำเนานั้นอีกครั้ง",
        "On the sheet “ผลตรวจ” of the copy, mend what has ✖; mend what has ▲ or give a reason"
        " beside it; then check that copy again.",
    ),
)
BESIDE_BUTTONS = ("guide_twin", "guide_blocked", "guide_libreoffice", "guide_program")
"""The labels of what is said beside the buttons."""
_SIGNS_TITLE = Bilingual("สีและเครื่องหมาย", "Colours and signs")
_SIGNS = (
    ("field", Bilingual("สีเหลือง", "Yellow"), Bilingual("ช่องที่หน่วยงานกรอก", "cells you fill in")),
    (
        "computed",
        Bilingual("สีฟ้า", "Blue"),
        Bilingual("ช่องที่คำนวณให้ ไม่ต้องกรอก", "computed, nothing to fill in"),
    ),
    (
        "locked",
        Bilingual("สีเทา", "Grey"),
        Bilingual("ข้อความของเกณฑ์ แก้ไม่ได้", "text of the framework, locked"),
    ),
    ("good", Bilingual("✔ ครบ", "✔ Complete"), Bilingual("แถวนี้กรอกครบแล้ว", "the row is complete")),
    (
        "care",
        Bilingual("▲ ยังไม่กรอก", "▲ Missing"),
        Bilingual("ยังมีช่องที่ต้องกรอก", "required cells are empty"),
    ),
    (
        "wrong",
        Bilingual("✖ ผิด", "✖ Wrong"),
        Bilingual("มีค่าที่ใช้ไม่ได้ เช่น ไม่อยู่ในรายการ", "a value cannot be right, e.g. not in the list"),
    ),
)
_SHEETS_TITLE = Bilingual("แต่ละแผ่นมีไว้ทำอะไร", "What each sheet is for")
_FIELDS_TITLE = Bilingual("คำอธิบายช่อง", "What each field asks")
_OPTIONAL = Bilingual("ไม่บังคับ", "optional")


def write_guide(making: TemplateBuild, sheet: Worksheet) -> None:
    """One page to read first, then every field, sheet by sheet."""
    page = making.style("page")
    for column, width in enumerate(WIDTHS, 1):
        options = {"hidden": True} if column == 1 else {}
        sheet.set_column(column - 1, column - 1, width, page, options)
    title = making.in_language(_TITLE) + f" {making.in_language(making.framework.short)}"
    set_page(sheet, title, making.language)
    sheet.set_row(TITLE_ROW - 1, 42, making.style("page"))
    making.write(sheet, TITLE_ROW, FIRST, title, making.style("title"))
    making.write(
        sheet, 2, FIRST, making.in_language(making.framework.name), making.style("subtitle")
    )
    notice = "▲ " + making.in_language(making.framework.notice)
    sheet.set_row(2, row_height(text_lines(notice, sum(WIDTHS[1:]), 14), 14), making.style("page"))
    making.span(sheet, 3, FIRST, LAST, notice, making.style("note"))
    row = _write_steps(making, sheet, 5)
    if making.macros:
        row = _write_buttons(making, sheet, row + 1)
        breaks = [row]
        row = _write_signs(making, sheet, row + 1)
    else:
        row = _write_signs(making, sheet, row + 1)
        breaks = [row]
    row = _write_sheets(making, sheet, row + 1)
    breaks.append(row)
    sheet.set_h_pagebreaks(breaks)
    row = _write_fields(making, sheet, row + 1)
    making.print_area(GUIDE, f"$B$1:$E${row}")
    sheet.set_tab_color(NAVY)
    protect(sheet)


def _heading(making: TemplateBuild, sheet: Worksheet, row: int, words: Bilingual) -> None:
    sheet.set_row(row - 1, 32, making.style("page"))
    style = making.style("section")
    making.write(sheet, row, FIRST, making.in_language(words), style)
    for column in (SECOND, THIRD, LAST):
        sheet.write_blank(row - 1, column - 1, None, style)


def _write_steps(making: TemplateBuild, sheet: Worksheet, row: int) -> int:
    _heading(making, sheet, row, _STEPS_TITLE)
    steps = (term("guide_enable"), *_STEPS[1:]) if making.macros else _STEPS
    for number, words in enumerate(steps, 1):
        row += 1
        making.write(sheet, row, FIRST, str(number), making.style("step"))
        _write_line(making, sheet, row, making.in_language(words))
    return row + 1


def _write_line(making: TemplateBuild, sheet: Worksheet, row: int, text: str) -> None:
    """A sentence as wide as the page, right of its number."""
    sheet.set_row(row - 1, row_height(text_lines(text, sum(WIDTHS[2:]))), making.style("page"))
    style = making.style("text", bottom=1, bottom_color="#E2E8F0")
    making.span(sheet, row, SECOND, LAST, text, style)


def _write_buttons(making: TemplateBuild, sheet: Worksheet, row: int) -> int:
    """What each button does and the command that does the same, then what to do when Excel or
    LibreOffice keeps the macros from running."""
    _heading(making, sheet, row, term("guide_buttons"))
    for command in OFFICE_COMMANDS:
        row += 1
        making.span(
            sheet, row, FIRST, SECOND, making.in_language(command.caption), making.style("label")
        )
        style = making.style("text", bottom=1, bottom_color="#E2E8F0")
        making.write(sheet, row, THIRD, making.in_language(command.tip), style)
        making.write(sheet, row, LAST, f"pso-excel live {command.action}", style)
    for number, key in enumerate(BESIDE_BUTTONS, 1):
        row += 1
        making.write(sheet, row, FIRST, str(number), making.style("step"))
        _write_line(making, sheet, row, term_in(key, making.language))
    return row + 1


def _write_signs(making: TemplateBuild, sheet: Worksheet, row: int) -> int:
    _heading(making, sheet, row, _SIGNS_TITLE)
    for meaning, words, explained in _SIGNS:
        row += 1
        style = making.style(meaning, locked=True, align="center")
        making.span(sheet, row, FIRST, SECOND, making.in_language(words), style)
        making.span(sheet, row, THIRD, LAST, making.in_language(explained), making.style("text"))
    return row + 1


def _write_sheets(making: TemplateBuild, sheet: Worksheet, row: int) -> int:
    """Each sheet with a link to it."""
    _heading(making, sheet, row, _SHEETS_TITLE)
    for plan in making.plans:
        row += 1
        link = f"internal:{quoted(plan.name)}!A1"
        style = making.style("link")
        sheet.merge_range(row - 1, FIRST - 1, row - 1, SECOND - 1, "", style)
        sheet.write_url(row - 1, FIRST - 1, link, style, plan.name)
        words = making.in_language(plan.purpose if _is_main(plan) else plan.title)
        sheet.set_row(row - 1, row_height(text_lines(words, sum(WIDTHS[3:]))), making.style("page"))
        making.span(sheet, row, THIRD, LAST, words, making.style("text"))
    return row + 1


def _is_main(plan: SheetLayout) -> bool:
    return plan.name == plan.form.sheets[0]


def _write_fields(making: TemplateBuild, sheet: Worksheet, row: int) -> int:
    """Every field that an office writes: what it asks, and whether it must be filled in."""
    _heading(making, sheet, row, _FIELDS_TITLE)
    for placed in making.tables.values():
        fields = [
            o for o in placed.table.fields if o.writer in (FilledBy.OFFICE, FilledBy.FRAMEWORK)
        ]
        if not any(field.writer is FilledBy.OFFICE for field in fields):
            continue
        row += 1
        words = f"{placed.sheet} · {making.in_language(placed.table.title)}"
        making.write(sheet, row, FIRST, words, making.style("strong", text_wrap=False))
        for field in fields:
            row += 1
            hint = making.in_language(field.hint)
            sheet.set_row(row - 1, row_height(text_lines(hint, WIDTHS[3])), making.style("page"))
            label = making.style("label")
            making.span(sheet, row, FIRST, SECOND, making.in_language(field.label), label)
            making.write(
                sheet, row, THIRD, hint, making.style("text", bottom=1, bottom_color="#E2E8F0")
            )
            need = {Requirement.REQUIRED: REQUIRED, Requirement.CONDITIONAL: CONDITIONAL}.get(
                field.need, _OPTIONAL
            )
            style = making.style("text", bottom=1, bottom_color="#E2E8F0", align="center")
            making.write(sheet, row, LAST, making.in_language(need), style)
    return row
