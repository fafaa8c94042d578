"""What the sheets compute while an officer types equals what the engine says, as printed."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from pso_excel import (
    Framework,
    Scorecard,
    Severity,
    State,
    fill_workbook,
    format_figure,
    load_framework,
    new_workbook,
    severity_of,
)
from pso_excel.forms.layout import TableLayout, lay_out_workbook
from pso_excel.pipeline import assess, open_office
from pso_excel.xlsx.workbook import Workbook
from tests.libreoffice import Office
from tests.sheet_figures import cover_figures, seen

Answer = dict[str, Decimal | str]
Answers = Mapping[str, list[Answer]]
Figures = dict[str, tuple[str, ...]]

ASOF = date(2026, 3, 31)
FRAMEWORKS = {"pso": load_framework("pso")}

PERCENT = {
    "method": "quantity",
    "direction": "more",
    **{f"x{n}": Decimal(70 + 5 * n) for n in range(1, 6)},
}


def recomputed(office: Office, folder: Path, framework: Framework, answers: Answers) -> bytes:
    """A new workbook with these answers, as LibreOffice saves it after computing every formula."""
    book = folder / f"{framework.id}.xlsx"
    blank = new_workbook("58-R-014", "2569-1", framework)
    book.write_bytes(fill_workbook(blank, answers, framework))
    return office.recalculated(book, folder / "saved").read_bytes()


def sheet_figures(book: Workbook, framework: Framework) -> dict[str, Figures]:
    """The figures of each table by its rows' codes, as printed."""
    tables = {p.table.id: p for plan in lay_out_workbook(framework) for p in plan.tables}
    wanted = {
        "S05.systems": ("sys", ("effective",)),
        "S05.indicators": ("code", ("counted", "effective", "share")),
        "S06.answers": ("code", ("weight", "score", "weighted")),
    }
    return {
        table: _figures(book, tables[table], key, fields) for table, (key, fields) in wanted.items()
    }


def _figures(book: Workbook, placed: TableLayout, key: str, fields: tuple[str, ...]) -> Figures:
    sheet = book.sheets[placed.sheet]
    found: Figures = {}
    for row in range(placed.first, placed.last + 1):
        code = sheet.cell(row, placed.columns[key]).value
        if code:
            cells = [sheet.cell(row, placed.columns[field]) for field in fields]
            found[str(code)] = tuple(map(seen, cells))
    return found


def engine_figures(card: Scorecard) -> dict[str, Figures]:
    """The same of the engine; composite indicators have no figures of their own there."""
    leaves = card.indicators
    return {
        "S05.systems": {system.code: (format_figure(system.effective),) for system in card.systems},
        "S05.indicators": {
            leaf.code: (
                format_figure(int(leaf.share is not None)),
                format_figure(leaf.effective),
                format_figure(leaf.share),
            )
            for leaf in leaves
        },
        "S06.answers": {
            leaf.code: (
                format_figure(leaf.share),
                "✖" if leaf.state is State.BAD else format_figure(leaf.score),
                format_figure(None)
                if leaf.share is None or leaf.score is None
                else format_figure(leaf.share * leaf.score / 100),
            )
            for leaf in leaves
        },
    }


WORKED = (  # own code, system, weight, how it is scored, its answer, its share of all (printed)
    ("G1", "SYS-01", "50", {"method": "level"}, {"level": Decimal(2)}, "21.43"),
    ("G2", "SYS-01", "30", PERCENT, {"value": "๘๖"}, "12.86"),
    ("G3", "SYS-01", "20", {"method": "level"}, {"level": "๓"}, "8.57"),
    ("G4", "SYS-06", "60", {"method": "level"}, {"level": Decimal(1)}, "28.57"),
    ("G5", "SYS-06", "40", {"method": "level"}, {"state": "na"}, "–"),
    ("G6", "SYS-07", "100", {"method": "level"}, {"state": "na"}, "–"),
    ("G7", "SYS-08", "40", {"method": "level"}, {"state": "nd"}, "11.43"),
    ("G8", "SYS-08", "60", {"method": "level"}, {"level": Decimal(4)}, "17.14"),
)
SYSTEM_WEIGHTS = {"SYS-01": "30", "SYS-06": "20", "SYS-07": "30", "SYS-08": "20"}


def worked_example(framework: Framework) -> Answers:
    """The worked example of the domain study, on indicators of the office's own."""
    systems: list[Answer] = []
    for system in framework.systems:
        applies = system.code in SYSTEM_WEIGHTS and system.code != "SYS-07"
        weight = Decimal(SYSTEM_WEIGHTS.get(system.code, "0"))
        systems.append(
            {"sys": system.code, "weight": weight, "applies": "yes" if applies else "no"}
        )
    theirs: list[Answer] = [
        {"code": indicator.code, "applies": "no"} for indicator in framework.indicators
    ]
    own: list[Answer] = [
        {"code": code, "sys": sys, "weight": Decimal(weight), "applies": "yes", **way}
        for code, sys, weight, way, _, _ in WORKED
    ]
    answers: list[Answer] = [
        {"code": code, "state": "scored", **given} for code, _, _, _, given, _ in WORKED
    ]
    return {
        "S05.systems": systems,
        "S05.indicators": [*theirs, *own],
        "S06.answers": answers,
    }


def test_the_worked_example_comes_out_in_the_sheet(libreoffice: Office, tmp_path: Path) -> None:
    framework = FRAMEWORKS["pso"]
    opened = open_office(recomputed(libreoffice, tmp_path, framework, worked_example(framework)))
    found = sheet_figures(opened.book, framework)
    assert {code: found["S06.answers"][code][0] for code, *_ in WORKED} == {
        code: share for code, *_, share in WORKED
    }
    assert {sys: found["S05.systems"][sys] for sys in SYSTEM_WEIGHTS} == {
        "SYS-01": ("42.86",),
        "SYS-06": ("28.57",),
        "SYS-07": ("–",),
        "SYS-08": ("28.57",),
    }
    assert cover_figures(opened.book) == ("41.37", "100.00", "✖ ต้องปรับปรุง")


LEVEL = {"method": "level", "indicator": "ก", "type": "output"}
ONLY_02: list[Answer] = [
    {"sys": system.code, "applies": "no", "na_reason": "ก", "na_approver": "ข"}
    for system in FRAMEWORKS["pso"].systems
    if system.code not in ("SYS-01", "SYS-02", "SYS-03")
]
FIRST_OF_ALL: Answer = {"code": "02.1", "state": "scored", "level": Decimal(5)}
UNUSABLE: dict[str, Answers] = {
    "B1: 150, -50 and 0": {
        "S05.systems": [
            {"sys": "SYS-01", "weight": Decimal(-50)}, {"sys": "SYS-02", "weight": Decimal(150)},
            {"sys": "SYS-03", "weight": Decimal(0)},
            *ONLY_02,
        ],
    },
    "B1: 200 and -100 among indicators": {
        "S05.indicators": [
            {"code": "02.1", "weight": Decimal(200)}, {"code": "02.2", "weight": Decimal(-100)},
        ],
    },
    "B1: a word": {"S05.systems": [{"sys": "SYS-03", "weight": "สิบ"}]},
    "B11: a composite of nothing": {
        "S05.indicators": [
            {"code": "02.8", "sys": "SYS-02", "applies": "yes", "weight": Decimal(50),
             **LEVEL, "method": "composite"},
        ],
    },
    "B1: a system that is none": {
        "S05.indicators": [
            {"code": "02.8", "sys": "SYS-99", "applies": "yes", "weight": Decimal(50), **LEVEL},
        ],
    },
    "B1: a code that stands twice": {
        "S05.indicators": [
            {"code": "02.8", "sys": "SYS-02", "applies": "yes", "weight": Decimal(20), **LEVEL},
            {"code": "02.8", "sys": "SYS-02", "applies": "yes", "weight": Decimal(30), **LEVEL},
        ],
    },
    "B2: 850 %": {"S06.answers": [{"code": "02.3", "state": "scored", "value": Decimal(850)}]},
    "B2: more than all": {
        "S06.answers": [
            {"code": "02.3", "state": "scored", "numerator": Decimal(3), "denominator": Decimal(2)},
        ],
    },
}  # fmt: skip


@pytest.mark.parametrize("name", UNUSABLE)
def test_what_an_error_calls_unusable_leaves_no_score_in_the_sheet(
    libreoffice: Office, tmp_path: Path, name: str
) -> None:
    framework, given = FRAMEWORKS["pso"], UNUSABLE[name]
    answers = {**given, "S06.answers": [FIRST_OF_ALL, *given.get("S06.answers", ())]}
    opened = open_office(recomputed(libreoffice, tmp_path, framework, answers))
    assessment = assess(opened, ASOF)
    card = assessment.scorecard
    assert card is not None
    assert (card.official, card.provisional) == (None, None)
    assert any(severity_of(problem) is Severity.ERROR for problem in assessment.problems)
    assert cover_figures(opened.book) == ("✖", format_figure(card.completeness), "✖")
    found, expected = sheet_figures(opened.book, framework), engine_figures(card)
    for table in ("S05.systems", "S06.answers"):
        codes = expected[table].keys() & found[table].keys()
        assert {code: found[table][code] for code in codes} == {
            code: expected[table][code] for code in codes
        }


def test_b2_a_ratio_is_a_percentage_only_where_the_unit_says_so(
    libreoffice: Office, tmp_path: Path
) -> None:
    """04.2 counts hours per head: 240 over 12 are 20; 01.1 is in percent: 43 over 50 are 86."""
    answers: Answers = {
        "S06.answers": [
            {"code": "04.2", "state": "scored", "numerator": "240", "denominator": "12"},
            {"code": "01.1", "state": "scored", "numerator": "43", "denominator": "50"},
        ]
    }  # fmt: skip
    opened = open_office(recomputed(libreoffice, tmp_path, FRAMEWORKS["pso"], answers))
    card = assess(opened, ASOF).scorecard
    assert card is not None
    leaves = [card.leaf(code) for code in ("04.2", "01.1")]
    assert [format_figure(leaf.score) for leaf in leaves if leaf] == ["66.67", "64.00"]
    found = sheet_figures(opened.book, FRAMEWORKS["pso"])["S06.answers"]
    assert [found[code][1] for code in ("04.2", "01.1")] == ["66.67", "64.00"]
