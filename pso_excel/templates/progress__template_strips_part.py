"""The line under a sheet's title that says how far it is, and what its figures add up to."""

from collections.abc import Iterator

from xlsxwriter.worksheet import Worksheet

from pso_excel.core.bilingual import Words
from pso_excel.forms.layout import FIRST_COLUMN, STRIP_ROW, Placed, SheetPlan
from pso_excel.templates.context import Making
from pso_excel.templates.formulas import column_range, quoted, text
from pso_excel.templates.hidden_sheets__template_marks_part import absolute
from pso_excel.templates.page_setup import printed_rows
from pso_excel.templates.progress__template_totals_part import band, official
from pso_excel.templates.score_formulas import INDICATORS, SYSTEMS, word
from pso_excel.templates.styles import MARKS, SIZE
from pso_excel.xlsx.workbook import address, column_letters

UNEVEN = "PSO_UNEVEN_SYSTEMS"

_ROWS = Words("แถว", "rows")
_DONE = Words("✔ ครบ ", "✔ complete ")
_MISSING = Words("▲ ยังไม่กรอก ", "▲ missing ")
_WRONG = Words("✖ ผิด ", "✖ wrong ")
_SUM = Words("น้ำหนักรวม ", "Weights add up to ")
_SUM_OFF = Words("ต้องเท่ากับ 100.00", "they must be 100.00")
_OFF = Words("▲ น้ำหนักรวมไม่เท่ากับ 100 ในระบบ: ", "▲ Weights do not add up to 100 in: ")
_EVEN = Words("✔ น้ำหนักทุกระบบรวม 100.00", "✔ Weights of every system add up to 100.00")
_UNPRINTED = Words(
    "▲ ตั้งแต่แถวที่ {row} อยู่นอกพื้นที่พิมพ์ ขยายได้ที่ เค้าโครงหน้ากระดาษ > พื้นที่พิมพ์",
    "▲ From row {row} on nothing is printed; widen it at Page Layout > Print Area",
)
_SCORE = Words("คะแนนรวม ", "Score ")


def write_strip(making: Making, sheet: Worksheet, plan: SheetPlan, *, wrapped: bool) -> None:
    """One line of text (or where it is wrapped, a line a part), by a formula; coloured by the sign
    it begins with."""
    checked = [placed for placed in plan.tables if placed.check]
    if not checked or plan.form.stage in ("CHECK", "SUMMARY"):
        return
    parts = [*_figures(making, plan), counts(making, checked), *_unprinted(making, checked)]
    gap = "CHAR(10)" if wrapped else text("     ")
    joined = f"&{gap}&".join(parts)
    style = making.style("strip", font_size=SIZE, text_wrap=wrapped)
    making.formula(sheet, STRIP_ROW, FIRST_COLUMN, f'IFERROR({joined},"")', style)
    cell = address(STRIP_ROW, FIRST_COLUMN)
    for sign, (ink, _) in MARKS.items():
        change = making.look.change(font_color=ink)
        options = {"type": "text", "criteria": "begins with", "value": sign, "format": change}
        sheet.conditional_format(cell, options)


def counted(placed: list[Placed], sign: str) -> str:
    """How many rows or lines of these tables have that verdict."""
    return "+".join(
        f"COUNTIF({column_range(one, one.check)},{text(sign + '*')})" for one in placed if one.check
    )


def counts(making: Making, checked: list[Placed]) -> str:
    """``✔ ครบ 3 · ▲ ยังไม่กรอก 1 · ✖ ผิด 0 แถว``, the worst first."""
    done, missing, wrong = (counted(checked, sign) for sign in "✔▲✖")
    say = making.say
    worst = (
        f'IF({wrong}>0,{text(say(_WRONG))}&({wrong})&"   ","")&'
        f'IF({missing}>0,{text(say(_MISSING))}&({missing})&"   ","")&'
    )
    return f"{worst}{text(say(_DONE))}&({done})&{text(' ' + say(_ROWS))}"


def _unprinted(making: Making, checked: list[Placed]) -> Iterator[str]:
    """A warning while rows in use lie outside the printed area of a table that prints so many."""
    for placed in checked:
        last = printed_rows(placed)
        if placed.table.spare and last:
            column = placed.columns[placed.table.key or placed.table.fields[0].id]
            letters = column_letters(column)
            cells = f"{quoted(placed.sheet)}!${letters}${last + 1}:${letters}${placed.last}"
            told = text(making.say(_UNPRINTED).format(row=last + 1))
            yield f'IF(COUNTA({cells})>0,{told},"")'


def _figures(making: Making, plan: SheetPlan) -> Iterator[str]:
    """What the figures of stages 5 and 6 add up to."""
    for placed in plan.tables:
        if placed.table.id == SYSTEMS and making.scores.has(SYSTEMS, "number"):
            yield _weight_sum(making)
        elif placed.table.id == INDICATORS and making.scores.has(INDICATORS, "number"):
            yield _uneven_systems(making, placed)
        elif placed.table.id == "S06.answers" and making.scores.add_up:
            verdict = band(making.scores)
            score = official()
            shown = f'IF(ISNUMBER({score}),TEXT({score},"0.00"),{score})'
            yield f"{verdict}&{text('   ' + making.say(_SCORE))}&{shown}"


def _weight_sum(making: Making) -> str:
    placed = making.tables[SYSTEMS]
    whole = f"SUM({column_range(placed, placed.helpers['number'])})"
    total = f'{text(making.say(_SUM))}&TEXT({whole},"0.00")'
    off = f"{text('▲ ')}&{total}&{text(' ' + making.say(_SUM_OFF))}"
    return f"IF(ROUND({whole},2)=100,{text('✔ ')}&{total},{off})"


def _uneven_systems(making: Making, placed: Placed) -> str:
    """The systems that apply and whose indicators' weights do not add up to 100."""
    systems = making.tables[SYSTEMS]
    parents = column_range(placed, placed.columns["sys"])
    numbers = column_range(placed, placed.helpers["number"])
    no = word("applies", "no", making.language)
    names: list[str] = []
    for row, fixed in enumerate(systems.fixed, systems.first):
        applies = f"{quoted(systems.sheet)}!{absolute(systems.cell('applies', row))}"
        whole = f"SUMPRODUCT(({parents}={text(fixed.key)})*{numbers})"
        off = f"AND({applies}<>{no},ROUND({whole},2)<>100)"
        names.append(f'IF({off},{text(fixed.key + " ")},"")')
    making.define(UNEVEN, "&".join(names))
    return f"IF({UNEVEN}={text('')},{text(making.say(_EVEN))},{text(making.say(_OFF))}&{UNEVEN})"
