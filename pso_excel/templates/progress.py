"""The right half of the cover: how far each stage is, the score, the meaning of the colours."""

from collections.abc import Mapping

from xlsxwriter.worksheet import Worksheet

from pso_excel.core.bilingual import Words
from pso_excel.forms.layout import COVER, FIRST_COLUMN, STRIP_ROW, Placed, SheetPlan
from pso_excel.forms.schema import Form
from pso_excel.templates.context import Making
from pso_excel.templates.formulas import quoted, text
from pso_excel.templates.progress__template_strips_part import counted
from pso_excel.templates.progress__template_totals_part import band, completeness, official
from pso_excel.templates.styles import BAR_TEAL
from pso_excel.xlsx.workbook import address

LEFT, MIDDLE, RIGHT = 7, 8, 9  # the panel's columns; column 6 is the gap
WIDTHS: Mapping[int, float] = {6: 3, LEFT: 36, MIDDLE: 13, RIGHT: 21}
NO_BAR = frozenset({"S00", "CHECK", "SUMMARY"})

_PROGRESS = Words("ความก้าวหน้าของการกรอก", "How far it is filled in")
_SCORE = Words("คะแนนประเมินสถานภาพปัจจุบัน", "Score of the present status")
_OVERALL = Words("คะแนนรวม (เต็ม 100)", "Overall score (of 100)")
_COMPLETE = Words("ประเมินแล้ว (ร้อยละของน้ำหนัก)", "Assessed (% of weight)")
_BAND = Words("ช่วงคะแนน (มิใช่เกณฑ์ทางการ)", "Band (not official)")
_COLOURS = Words("สีและเครื่องหมาย", "Colours and signs")
_LEFT_OVER = Words("▲ เหลือ ", "▲ ")
_ROWS = Words(" แถว", " rows left")
_WRONG = Words("✖ ผิด ", "✖ wrong: ")
_DONE = Words("✔ ครบ", "✔ Complete")
_NOT_BEGUN = Words("– ยังไม่เริ่ม", "– Not begun")
_KEY = (
    ("field", Words("ช่องที่ต้องกรอก", "To fill in")),
    ("computed", Words("ช่องที่คำนวณให้", "Computed")),
    ("locked", Words("ช่องที่ล็อกไว้", "Locked")),
)


def write_panel(making: Making, plan: SheetPlan, sheet: Worksheet) -> None:
    """The panel beside the record of the cover, and the notice above both."""
    for column, width in WIDTHS.items():
        sheet.set_column(column - 1, column - 1, width, making.style("page"))
    _write_notice(making, sheet)
    record = plan.tables[0]
    _heading(making, sheet, record.section_row, _PROGRESS)
    row = record.first
    first = row
    for form in _stages(making):
        _write_stage(making, sheet, row, form)
        row += 1
    bars = f"{address(first, MIDDLE)}:{address(row - 1, MIDDLE)}"
    sheet.conditional_format(bars, _bar())
    making.look.verdicts(sheet, f"{address(first, RIGHT)}:{address(row - 1, RIGHT)}")
    row = _write_score(making, sheet, row)
    row = max(row, record.end_row + 1)
    _write_key(making, sheet, row)
    sheet.fit_to_pages(1, 1)
    making.print_area(COVER, f"$B$1:$I${max(record.last, row + 1)}")


def _write_notice(making: Making, sheet: Worksheet) -> None:
    """What in this workbook is not confirmed, in the pack's own words."""
    sheet.set_row(STRIP_ROW - 1, 46, making.style("page"))
    notice = "▲ " + making.say(making.framework.notice)
    making.span(sheet, STRIP_ROW, FIRST_COLUMN, RIGHT, notice, making.style("note"))


def _heading(making: Making, sheet: Worksheet, row: int, words: Words) -> None:
    style = making.style("section")
    making.write(sheet, row, LEFT, making.say(words), style)
    for column in (MIDDLE, RIGHT):
        sheet.write_blank(row - 1, column - 1, None, style)


def _bar() -> dict[str, object]:
    return {
        "type": "data_bar",
        "bar_color": BAR_TEAL,
        "bar_solid": True,
        "bar_border_color": BAR_TEAL,
        "min_type": "num",
        "min_value": 0,
        "max_type": "num",
        "max_value": 1,
    }


def _stages(making: Making) -> list[Form]:
    forms = dict.fromkeys(plan.form.stage for plan in making.plans)
    by_stage = {plan.form.stage: plan.form for plan in making.plans}
    return [by_stage[stage] for stage in forms if stage not in NO_BAR]


def _write_stage(making: Making, sheet: Worksheet, row: int, form: Form) -> None:
    """A stage with a link to it, its share of complete rows, and what is left."""
    link = f"internal:{quoted(form.sheets[0])}!A1"
    sheet.write_url(row - 1, LEFT - 1, link, making.style("link"), making.say(form.title))
    tables = [making.tables[table.id] for table in form.tables if table.id in making.tables]
    done, missing, wrong = (_count(tables, sign) for sign in ("✔", "▲", "✖"))
    all_rows = f"({done}+{missing}+{wrong})"
    share = f"IF({all_rows}=0,0,({done})/{all_rows})"
    style = making.style("computed", num_format="0%", align="center")
    making.formula(sheet, row, MIDDLE, share, style)
    say = making.say
    state = (
        f"IF({wrong}>0,{text(say(_WRONG))}&({wrong})&{text(say(_ROWS))},"
        f"IF({missing}>0,{text(say(_LEFT_OVER))}&({missing})&{text(say(_ROWS))},"
        f"IF({done}>0,{text(say(_DONE))},{text(say(_NOT_BEGUN))})))"
    )
    making.formula(sheet, row, RIGHT, state, making.style("check"))


def _count(tables: list[Placed], sign: str) -> str:
    if sign == "✔":
        return f"{counted(tables, '✔')}+{counted(tables, '–')}"
    return counted(tables, sign)


def _write_score(making: Making, sheet: Worksheet, row: int) -> int:
    """The live score, its completeness and its band; nothing where the book cannot add it up."""
    if not making.scores.add_up:
        return row
    _heading(making, sheet, row, _SCORE)
    scores = making.scores
    figures = (
        (_OVERALL, official(), "0.00"),
        (_COMPLETE, completeness(scores), "0.00"),
        (_BAND, band(scores), "General"),
    )
    for words, formula, shown in figures:
        row += 1
        making.write(sheet, row, LEFT, making.say(words), making.style("label"))
        style = making.style("computed", bold=True, align="center", num_format=shown)
        sheet.merge_range(row - 1, MIDDLE - 1, row - 1, RIGHT - 1, "", style)
        making.formula(sheet, row, MIDDLE, formula, style)
    making.look.verdicts(sheet, address(row, MIDDLE))
    return row + 1


def _write_key(making: Making, sheet: Worksheet, row: int) -> None:
    _heading(making, sheet, row, _COLOURS)
    for column, (meaning, words) in zip((LEFT, MIDDLE, RIGHT), _KEY, strict=True):
        style = making.style(meaning, locked=True, align="center", text_wrap=True, font_size=14)
        making.write(sheet, row + 1, column, making.say(words), style)
