"""The right half of the cover: how far each stage is, the score, the meaning of the colours."""

from collections.abc import Iterator, Mapping

from xlsxwriter.worksheet import Worksheet

from pso_excel.core.bilingual import Bilingual
from pso_excel.forms.choices import words_of
from pso_excel.forms.layout import COVER, FIRST_COLUMN, STRIP_ROW, SheetLayout, TableLayout
from pso_excel.forms.schema import Form
from pso_excel.templates.context import TemplateBuild
from pso_excel.templates.formulas import UNSCORED, column_range, quoted, text
from pso_excel.templates.hidden_sheets import absolute
from pso_excel.templates.page_setup import printed_rows
from pso_excel.templates.score_formulas import ANSWERS, INDICATORS, SYSTEMS, Scores, word
from pso_excel.templates.styles import BAR_TEAL, MARKS, SIZE
from pso_excel.xlsx.workbook import column_letters, format_address

OVERALL = "PSO_OVERALL"
_SIGNS = {"good": "✔", "care": "▲", "wrong": "✖"}


def overall(scores: Scores) -> str:
    """The official score: blanks count as 0; ✖ while a weight or an answer that counts cannot
    be used; empty while nothing is answered."""
    points, weights = scores.range(ANSWERS, "score"), scores.range(ANSWERS, "weight")
    weighted = scores.range(ANSWERS, "weighted")
    return (
        f'IF({_unsound(scores)}+COUNTIFS({points},{text(UNSCORED)},{weights},">=0")>0,'
        f'{text(UNSCORED)},IF(COUNT({weighted})=0,"",SUM({weighted})))'
    )


def _unsound(scores: Scores) -> str:
    """How many rows of stage 5 count and cannot be weighed."""
    systems, indicators = (scores.range(table, "unusable") for table in (SYSTEMS, INDICATORS))
    return f"SUM({systems})+SUM({indicators})"


def completeness(scores: Scores) -> str:
    """Answered weight in percent of the weight that counts."""
    points, weights = scores.range(ANSWERS, "score"), scores.range(ANSWERS, "weight")
    methods, shares = scores.range(INDICATORS, "method"), scores.range(INDICATORS, "share")
    leaves = text(f"<>{words_of('method', 'composite').in_language(scores.language)}")
    whole = f"SUMIF({methods},{leaves},{shares})"
    none = f"OR({whole}=0,{_unsound(scores)}>0)"
    return f'IF({none},"",100*SUMIF({points},">=0",{weights})/{whole})'


def official() -> str:
    """The official score for reading: a dash until something is assessed."""
    return f'IF({OVERALL}="","–",{OVERALL})'


def band(scores: Scores) -> str:
    """The words of the band of the official score, judged on the two decimals printed."""
    score = OVERALL
    inner = text("–")
    for each_band in sorted(scores.framework.bands, key=lambda band: band.low):
        words = text(f"{_SIGNS[each_band.mark]} {each_band.name.in_language(scores.language)}")
        inner = f"IF(ROUND({score},2)>={each_band.low:f},{words},{inner})"
    bad = text(UNSCORED)
    return f'IF(ISNUMBER({score}),{inner},IF({score}={bad},{bad},"–"))'


UNEVEN = "PSO_UNEVEN_SYSTEMS"

_STRIP_ROWS = Bilingual("แถว", "rows")
_STRIP_DONE = Bilingual("✔ ครบ ", "✔ complete ")
_MISSING = Bilingual("▲ ยังไม่กรอก ", "▲ missing ")
_STRIP_WRONG = Bilingual("✖ ผิด ", "✖ wrong ")
_SUM = Bilingual("น้ำหนักรวม ", "Weights add up to ")
_SUM_OFF = Bilingual("ต้องเท่ากับ 100.00", "they must be 100.00")
_OFF = Bilingual("▲ น้ำหนักรวมไม่เท่ากับ 100 ในระบบ: ", "▲ Weights do not add up to 100 in: ")
_EVEN = Bilingual("✔ น้ำหนักทุกระบบรวม 100.00", "✔ Weights of every system add up to 100.00")
_UNPRINTED = Bilingual(
    "▲ ตั้งแต่แถวที่ {row} อยู่นอกพื้นที่พิมพ์ ขยายได้ที่ เค้าโครงหน้ากระดาษ > พื้นที่พิมพ์",
    "▲ From row {row} on nothing is printed; widen it at Page Layout > Print Area",
)
_STRIP_SCORE = Bilingual("คะแนนรวม ", "Score ")


def write_strip(
    making: TemplateBuild, sheet: Worksheet, plan: SheetLayout, *, wrapped: bool
) -> None:
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
    cell = format_address(STRIP_ROW, FIRST_COLUMN)
    for sign, (ink, _) in MARKS.items():
        change = making.look.change(font_color=ink)
        options = {"type": "text", "criteria": "begins with", "value": sign, "format": change}
        sheet.conditional_format(cell, options)


def counted(placed: list[TableLayout], sign: str) -> str:
    """How many rows or lines of these tables have that verdict."""
    return "+".join(
        f"COUNTIF({column_range(table, table.check)},{text(sign + '*')})"
        for table in placed
        if table.check
    )


def counts(making: TemplateBuild, checked: list[TableLayout]) -> str:
    """``✔ ครบ 3 · ▲ ยังไม่กรอก 1 · ✖ ผิด 0 แถว``, the worst first."""
    done, missing, wrong = (counted(checked, sign) for sign in "✔▲✖")
    say = making.in_language
    worst = (
        f'IF({wrong}>0,{text(say(_STRIP_WRONG))}&({wrong})&"   ","")&'
        f'IF({missing}>0,{text(say(_MISSING))}&({missing})&"   ","")&'
    )
    return f"{worst}{text(say(_STRIP_DONE))}&({done})&{text(' ' + say(_STRIP_ROWS))}"


def _unprinted(making: TemplateBuild, checked: list[TableLayout]) -> Iterator[str]:
    """A warning while rows in use lie outside the printed area of a table that prints so many."""
    for placed in checked:
        last = printed_rows(placed)
        if placed.table.spare_rows and last:
            column = placed.columns[placed.table.key or placed.table.fields[0].id]
            letters = column_letters(column)
            cells = f"{quoted(placed.sheet)}!${letters}${last + 1}:${letters}${placed.last}"
            words = text(making.in_language(_UNPRINTED).format(row=last + 1))
            yield f'IF(COUNTA({cells})>0,{words},"")'


def _figures(making: TemplateBuild, plan: SheetLayout) -> Iterator[str]:
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
            yield f"{verdict}&{text('   ' + making.in_language(_STRIP_SCORE))}&{shown}"


def _weight_sum(making: TemplateBuild) -> str:
    placed = making.tables[SYSTEMS]
    whole = f"SUM({column_range(placed, placed.helpers['number'])})"
    total = f'{text(making.in_language(_SUM))}&TEXT({whole},"0.00")'
    off = f"{text('▲ ')}&{total}&{text(' ' + making.in_language(_SUM_OFF))}"
    return f"IF(ROUND({whole},2)=100,{text('✔ ')}&{total},{off})"


def _uneven_systems(making: TemplateBuild, placed: TableLayout) -> str:
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
    even, off = (text(making.in_language(words)) for words in (_EVEN, _OFF))
    return f"IF({UNEVEN}={text('')},{even},{off}&{UNEVEN})"


LEFT, MIDDLE, RIGHT = 7, 8, 9  # the panel's columns; column 6 is the gap
WIDTHS: Mapping[int, float] = {6: 3, LEFT: 36, MIDDLE: 13, RIGHT: 21}
NO_BAR = frozenset({"S00", "CHECK", "SUMMARY"})

_PROGRESS = Bilingual("ความก้าวหน้าของการกรอก", "How far it is filled in")
_SCORE = Bilingual("คะแนนประเมินสถานภาพปัจจุบัน", "Score of the present status")
_OVERALL = Bilingual("คะแนนรวม (เต็ม 100)", "Overall score (of 100)")
_COMPLETE = Bilingual("ประเมินแล้ว (ร้อยละของน้ำหนัก)", "Assessed (% of weight)")
_BAND = Bilingual("ช่วงคะแนน (มิใช่เกณฑ์ทางการ)", "Band (not official)")
_COLOURS = Bilingual("สีและเครื่องหมาย", "Colours and signs")
_LEFT_OVER = Bilingual("▲ เหลือ ", "▲ ")
_ROWS = Bilingual(" แถว", " rows left")
_WRONG = Bilingual("✖ ผิด ", "✖ wrong: ")
_DONE = Bilingual("✔ ครบ", "✔ Complete")
_NOT_BEGUN = Bilingual("– ยังไม่เริ่ม", "– Not begun")
_KEY = (
    ("field", Bilingual("ช่องที่ต้องกรอก", "To fill in")),
    ("computed", Bilingual("ช่องที่คำนวณให้", "Computed")),
    ("locked", Bilingual("ช่องที่ล็อกไว้", "Locked")),
)


def write_panel(making: TemplateBuild, plan: SheetLayout, sheet: Worksheet) -> None:
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
    bars = f"{format_address(first, MIDDLE)}:{format_address(row - 1, MIDDLE)}"
    sheet.conditional_format(bars, _bar())
    making.look.verdicts(sheet, f"{format_address(first, RIGHT)}:{format_address(row - 1, RIGHT)}")
    row = _write_score(making, sheet, row)
    row = max(row, record.end_row + 1)
    _write_key(making, sheet, row)
    sheet.fit_to_pages(1, 1)
    making.print_area(COVER, f"$B$1:$I${max(record.last, row + 1)}")


def _write_notice(making: TemplateBuild, sheet: Worksheet) -> None:
    """What in this workbook is not confirmed, in the pack's own words."""
    sheet.set_row(STRIP_ROW - 1, 46, making.style("page"))
    notice = "▲ " + making.in_language(making.framework.notice)
    making.span(sheet, STRIP_ROW, FIRST_COLUMN, RIGHT, notice, making.style("note"))


def _heading(making: TemplateBuild, sheet: Worksheet, row: int, words: Bilingual) -> None:
    style = making.style("section")
    making.write(sheet, row, LEFT, making.in_language(words), style)
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


def _stages(making: TemplateBuild) -> list[Form]:
    forms = dict.fromkeys(plan.form.stage for plan in making.plans)
    by_stage = {plan.form.stage: plan.form for plan in making.plans}
    return [by_stage[stage] for stage in forms if stage not in NO_BAR]


def _write_stage(making: TemplateBuild, sheet: Worksheet, row: int, form: Form) -> None:
    """A stage with a link to it, its share of complete rows, and what is left."""
    link = f"internal:{quoted(form.sheets[0])}!A1"
    sheet.write_url(row - 1, LEFT - 1, link, making.style("link"), making.in_language(form.title))
    tables = [making.tables[table.id] for table in form.tables if table.id in making.tables]
    done, missing, wrong = (_count(tables, sign) for sign in ("✔", "▲", "✖"))
    all_rows = f"({done}+{missing}+{wrong})"
    share = f"IF({all_rows}=0,0,({done})/{all_rows})"
    style = making.style("computed", num_format="0%", align="center")
    making.formula(sheet, row, MIDDLE, share, style)
    say = making.in_language
    state = (
        f"IF({wrong}>0,{text(say(_WRONG))}&({wrong})&{text(say(_ROWS))},"
        f"IF({missing}>0,{text(say(_LEFT_OVER))}&({missing})&{text(say(_ROWS))},"
        f"IF({done}>0,{text(say(_DONE))},{text(say(_NOT_BEGUN))})))"
    )
    making.formula(sheet, row, RIGHT, state, making.style("check"))


def _count(tables: list[TableLayout], sign: str) -> str:
    if sign == "✔":
        return f"{counted(tables, '✔')}+{counted(tables, '–')}"
    return counted(tables, sign)


def _write_score(making: TemplateBuild, sheet: Worksheet, row: int) -> int:
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
        making.write(sheet, row, LEFT, making.in_language(words), making.style("label"))
        style = making.style("computed", bold=True, align="center", num_format=shown)
        sheet.merge_range(row - 1, MIDDLE - 1, row - 1, RIGHT - 1, "", style)
        making.formula(sheet, row, MIDDLE, formula, style)
    making.look.verdicts(sheet, format_address(row, MIDDLE))
    return row + 1


def _write_key(making: TemplateBuild, sheet: Worksheet, row: int) -> None:
    _heading(making, sheet, row, _COLOURS)
    for column, (meaning, words) in zip((LEFT, MIDDLE, RIGHT), _KEY, strict=True):
        style = making.style(meaning, locked=True, align="center", text_wrap=True, font_size=14)
        making.write(sheet, row + 1, column, making.in_language(words), style)
