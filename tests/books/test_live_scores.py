"""The formulas of stages 5 and 6, computed by a real spreadsheet program, equal the engine."""

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import pytest

from pso_excel.core.bilingual import Language
from pso_excel.core.figures import format_figure
from pso_excel.forms.layout import TableLayout, lay_out_workbook
from pso_excel.framework import load_framework
from pso_excel.framework.pack import Framework
from pso_excel.intake import read_book, read_submission
from pso_excel.model.scorecard import Scorecard, State
from pso_excel.scoring import score
from pso_excel.templates.fill import Answer, fill_workbook
from pso_excel.templates.new_workbook import new_workbook
from tests.libreoffice import Document, Office

Rows = list[Mapping[str, Answer]]
PSO, PMQA = load_framework("pso"), load_framework("pmqa4")


def scored(code: str, **values: Answer) -> Mapping[str, Answer]:
    return {"code": code, "state": "scored", **values}


# Every way of answering: levels, values and ratios, Thai digits and texts, no data, not applicable
# in stage 5 and in stage 6, a system left out, blanks, and indicators of the office's own.
MIXED: dict[str, Rows] = {
    "S05.systems": [
        {"sys": "SYS-01", "weight": "๓๐"},
        {"sys": "SYS-06", "weight": Decimal("20")},
        {"sys": "SYS-07", "applies": "no", "na_reason": "โดยอ้อม", "na_approver": "มติ 3/2569"},
        {"sys": "SYS-08", "weight": " 22.5 "},
    ],
    "S05.indicators": [
        {"code": "02.1", "applies": "no", "na_reason": "ไม่มี", "na_approver": "มติ"},
        {"code": "04.1", "weight": Decimal("12.5")},
        {
            "code": "01.9",
            "sys": "SYS-01",
            "indicator": "วันทำการเฉลี่ยที่ใช้ตอบ",
            "method": "quantity",
            "direction": "less",
            "applies": "yes",
            "weight": Decimal("33.34"),
            **{f"x{n}": Decimal(n * 3) for n in range(1, 6)},
        },
        {
            "code": "01.10",
            "sys": "SYS-01",
            "indicator": "อุณหภูมิห้องเก็บเอกสาร",
            "method": "quantity",
            "direction": "range",
            "applies": "yes",
            "weight": "๑๐",
            "x1": "๑๘",
            "x2": Decimal(20),
            "x3": Decimal(25),
            "x4": Decimal(28),
        },
        {"code": "10.6", "sys": "SYS-10", "method": "level", "weight": "5", "pilot": "yes"},
        {"code": "10.7", "sys": "SYS-10", "method": "yesno", "applies": "yes", "weight": "7"},
        {"code": "10.8", "sys": "SYS-10", "method": "composite", "applies": "yes", "weight": "9"},
        {"code": "10.81", "sys": "10.8", "method": "level", "applies": "yes", "weight": "2"},
        {"code": "10.82", "sys": "10.8", "method": "yesno", "applies": "yes", "weight": "1"},
    ],
    "S06.answers": [
        scored("01.1", numerator=Decimal(173), denominator=Decimal(200)),
        scored("01.2", value="๘๘.๕"),
        scored("01.3", value="74.99"),
        scored("01.4", level="๓"),
        {"code": "01.5", "state": "nd"},
        scored("02.2", level=Decimal(4)),
        {"code": "02.3", "state": "na", "reason": "ไม่มีงานบริการ"},
        scored("03.1", level=5),
        scored("03.2", level=1),
        scored("04.1", numerator="1", denominator="3"),
        scored("04.3", level=2),
        scored("06.1", level=0),
        scored("07.1", value=Decimal(90)),
        scored("08.1", level=5),
        scored("09.1", level="2"),
        scored("10.1", level=3),
        scored("10.3", value=Decimal(2)),
        scored("01.9", value=Decimal("7.25")),
        scored("01.10", value=Decimal("26.1")),
        scored("10.6", level=4),
        scored("10.7", yes="yes"),
        scored("10.81", level=4),
        scored("10.82", yes="no"),
    ],
}
UNREADABLE: dict[str, Rows] = {
    "S06.answers": [scored("01.1", numerator=Decimal(5), denominator=Decimal(0))],
}


def tables_of(framework: Framework) -> dict[str, TableLayout]:
    return {table.table.id: table for plan in lay_out_workbook(framework) for table in plan.tables}


def computed(
    answers: dict[str, Rows],
    framework: Framework,
    language: Language,
    libreoffice: Office,
    folder: Path,
) -> tuple[Document, Scorecard]:
    """The workbook with the answers, open in the spreadsheet program, and the engine's scores."""
    blank = new_workbook("58-R-014", "2569-1", framework, language=language)
    data = fill_workbook(blank, answers, framework)
    path = folder / "office.xlsx"
    path.write_bytes(data)
    submission, _ = read_submission(read_book(data), framework)
    return libreoffice.open(path), score(submission, framework)


def rows_of(placed: TableLayout, document: Document) -> dict[str, int]:
    """The row of each code that stands in a table."""
    column = "code" if "code" in placed.columns else "sys"
    rows = range(placed.first, placed.spare_first + 12)
    found = {document.text(placed.sheet, placed.cell(column, row)): row for row in rows}
    found.pop("", None)
    return found


def shown(number: object, *, when: bool = True) -> str:
    return "" if number is None or not when else format_figure(number)  # pyright: ignore[reportArgumentType]


def compare(document: Document, card: Scorecard, framework: Framework) -> None:
    """Every figure that the sheet shows, printed, against the engine's."""
    tables = tables_of(framework)
    answers, systems = tables["S06.answers"], tables["S05.systems"]
    lines = rows_of(answers, document)
    assert lines.keys() == {leaf.code for leaf in card.indicators}
    for leaf in card.indicators:
        seen = [
            document.text(answers.sheet, answers.cell(field, lines[leaf.code]))
            for field in ("weight", "score", "weighted")
        ]
        points = None
        if leaf.share is not None and leaf.score is not None:
            points = leaf.share * leaf.score / 100
        mark = "✖" if leaf.state is State.BAD else shown(leaf.score)
        assert seen == [shown(leaf.share), mark, shown(points)], leaf.code
    rows = rows_of(systems, document)
    for system in card.systems:
        cell = systems.cell("effective", rows[system.code])
        assert document.text(systems.sheet, cell) == shown(system.effective), system.code
    panel = [document.text("00_ปก", f"H{row}") for row in range(6, 26)]
    assert (shown(card.official) or "✖") in panel
    assert shown(card.completeness) in panel


@pytest.mark.parametrize("language", ["th", "en"])
def test_every_way_of_answering_scores_as_the_engine_scores(
    language: Language, libreoffice: Office, tmp_path: Path
) -> None:
    document, card = computed(MIXED, PSO, language, libreoffice, tmp_path)
    with document:
        assert card.official is not None
        compare(document, card, PSO)


def test_an_answer_that_cannot_be_read_leaves_no_score(libreoffice: Office, tmp_path: Path) -> None:
    document, card = computed(UNREADABLE, PSO, "th", libreoffice, tmp_path)
    with document:
        assert card.official is None
        compare(document, card, PSO)


def test_gated_tiers_score_as_the_engine_scores(libreoffice: Office, tmp_path: Path) -> None:
    ticks = [(6, 6, 6), (6, 6, 2), (6, 1, 5), (4, 6, 6), (0, 0, 0), (9, 9, 9), ("๖", "๓", None)]
    rows: Rows = [
        scored(indicator.code, basic=basic, advance=advance, significance=significance)
        for indicator, (basic, advance, significance) in zip(PMQA.leaves, ticks, strict=False)
    ]
    document, card = computed({"S06.answers": rows}, PMQA, "th", libreoffice, tmp_path)
    with document:
        compare(document, card, PMQA)
