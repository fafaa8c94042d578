"""What the sheets compute while an officer types equals what the engine says, as printed."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from pso_excel.book import Book, Cell
from pso_excel.books.filling import fill_workbook
from pso_excel.books.template.workbook import new_workbook
from pso_excel.figures import printed
from pso_excel.framework import load_framework
from pso_excel.framework.pack import Framework
from pso_excel.layout import Placed, arrange
from pso_excel.office import assess, open_office
from pso_excel.scorecard import Scorecard, State
from tests.chance import Answer, Answers, office_by_chance
from tests.libreoffice import Office

ASOF = date(2026, 3, 31)
FRAMEWORKS = {id: load_framework(id) for id in ("pso", "pmqa4")}
NEAR = Decimal("0.0000001")

PERCENT = {
    "method": "quantity",
    "direction": "more",
    **{f"x{n}": Decimal(70 + 5 * n) for n in range(1, 6)},
}

Figures = dict[str, tuple[str, ...]]


def recomputed(office: Office, folder: Path, framework: Framework, answers: Answers) -> bytes:
    """A new workbook with these answers, as LibreOffice saves it after computing every formula."""
    book = folder / f"{framework.id}.xlsx"
    blank = new_workbook("58-R-014", "2569-1", framework)
    book.write_bytes(fill_workbook(blank, answers, framework))
    return office.recalculated(book, folder / "saved").read_bytes()


def sheet_figures(book: Book, framework: Framework) -> dict[str, Figures]:
    """The figures of each table by its rows' codes, as printed."""
    tables = {p.table.id: p for plan in arrange(framework) for p in plan.tables}
    wanted = {
        "S05.systems": ("sys", ("effective",)),
        "S05.indicators": ("code", ("counted", "effective", "share")),
        "S06.answers": ("code", ("weight", "score", "weighted")),
    }
    return {
        table: _figures(book, tables[table], key, fields) for table, (key, fields) in wanted.items()
    }


def _figures(book: Book, placed: Placed, key: str, fields: tuple[str, ...]) -> Figures:
    sheet = book.sheets[placed.sheet]
    found: Figures = {}
    for row in range(placed.first, placed.last + 1):
        code = sheet.cell(row, placed.columns[key]).value
        if code:
            cells = [sheet.cell(row, placed.columns[field]) for field in fields]
            found[str(code)] = tuple(map(seen, cells))
    return found


def seen(cell: Cell) -> str:
    """A cell as it is printed; a double's last digits do not count."""
    if cell.error:
        return cell.error
    if isinstance(cell.value, Decimal):
        return printed(cell.value.quantize(NEAR))
    return printed(None) if cell.value in (None, "") else str(cell.value)


def engine_figures(card: Scorecard) -> dict[str, Figures]:
    """The same of the engine; composite indicators have no figures of their own there."""
    leaves = card.indicators
    return {
        "S05.systems": {one.code: (printed(one.effective),) for one in card.systems},
        "S05.indicators": {
            one.code: (
                printed(int(one.share is not None)),
                printed(one.effective),
                printed(one.share),
            )
            for one in leaves
        },
        "S06.answers": {
            one.code: (
                printed(one.share),
                "✖" if one.state is State.BAD else printed(one.score),
                printed(None)
                if one.share is None or one.score is None
                else printed(one.share * one.score / 100),
            )
            for one in leaves
        },
    }


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("id", FRAMEWORKS)
def test_every_figure_of_the_sheets_is_the_engines(
    libreoffice: Office, tmp_path: Path, id: str, seed: int
) -> None:
    framework = FRAMEWORKS[id]
    answers = office_by_chance(framework, seed, unreadable=seed == 0)
    opened = open_office(recomputed(libreoffice, tmp_path, framework, answers))
    card = assess(opened, ASOF).scorecard
    assert card is not None
    found, expected = sheet_figures(opened.book, framework), engine_figures(card)
    for table, figures in expected.items():
        assert {code: found[table][code] for code in figures} == figures
    cover = cover_figures(opened.book)
    assert cover == (
        "✖" if card.unreadable else printed(card.official),
        printed(card.completeness),
        band_words(framework, card),
    )


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
    for one in framework.systems:
        applies = one.code in SYSTEM_WEIGHTS and one.code != "SYS-07"
        weight = Decimal(SYSTEM_WEIGHTS.get(one.code, "0"))
        systems.append({"sys": one.code, "weight": weight, "applies": "yes" if applies else "no"})
    theirs: list[Answer] = [{"code": one.code, "applies": "no"} for one in framework.indicators]
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


def cover_figures(book: Book) -> tuple[str, ...]:
    """Overall score, completeness and band on the cover."""
    sheet = book.sheets["00_ปก"]
    labels = ("คะแนนรวม", "ประเมินแล้ว", "ช่วงคะแนน")
    rows = {
        label: row
        for label in labels
        for (row, column), cell in sheet.cells.items()
        if column == 7 and str(cell.value).startswith(label)
    }
    return tuple(seen(sheet.cell(rows[label], 8)) for label in labels)


def band_words(framework: Framework, card: Scorecard) -> str:
    """The band of the score as the cover words it."""
    if card.unreadable:
        return "✖"
    signs = {"good": "✔", "care": "▲", "wrong": "✖"}
    band = next(one for one in framework.bands if one.code == card.band)
    return f"{signs[band.mark]} {band.name.th}"
