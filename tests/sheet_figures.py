"""What the sheets of a recomputed workbook show, held against the engine and the oracle."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction

from pso_excel import Framework, Scorecard, State, format_figure
from pso_excel.core.bilingual import Language
from pso_excel.forms.layout import TableLayout, lay_out_workbook
from pso_excel.xlsx.workbook import Cell, Workbook
from tests.chance import Made
from tests.oracle import Figures

NEAR = Decimal("0.0000001")
SIGNS = {"good": "✔", "care": "▲", "wrong": "✖"}
COVER: Mapping[Language, tuple[str, ...]] = {
    "th": ("คะแนนรวม", "ประเมินแล้ว", "ช่วงคะแนน"),
    "en": ("Overall score", "Assessed", "Band"),
}
COMPUTED = {
    "S05.systems": ("sys", ("effective",)),
    "S05.indicators": ("code", ("counted", "effective", "share")),
    "S06.answers": ("code", ("weight", "score", "weighted")),
}
Shown = tuple[str, ...]


def seen(cell: Cell) -> str:
    """A cell as it is printed; a double's last digits do not count."""
    if cell.error:
        return cell.error
    if isinstance(cell.value, Decimal):
        return format_figure(cell.value.quantize(NEAR))
    return format_figure(None) if cell.value in (None, "") else str(cell.value)


def printed_near(value: Fraction | None) -> str:
    """A figure as it is printed; of a fraction that was typed as a weight 15 digits are kept."""
    return format_figure(
        None if value is None else Fraction(round(value / Fraction(NEAR))) * Fraction(NEAR)
    )


def tables_of(framework: Framework) -> dict[str, TableLayout]:
    """The tables of an office's workbook by id."""
    return {table.table.id: table for plan in lay_out_workbook(framework) for table in plan.tables}


def shown_in(book: Workbook, placed: TableLayout, row: int) -> Shown:
    """The computed figures of a row."""
    _, fields = COMPUTED[placed.table.id]
    sheet = book.sheets[placed.sheet]
    return tuple(seen(sheet.cell(row, placed.columns[field])) for field in fields)


def expected_of(card: Scorecard, expected: Figures) -> dict[str, dict[str, Shown]]:
    """What each row should show; the figures of composites are the oracle's."""
    leaves = {leaf.code: leaf for leaf in card.indicators}
    counted = expected.living | {c for c, leaf in leaves.items() if leaf.state is not State.NA}
    counted -= expected.pilots
    shown: dict[str, dict[str, Shown]] = {
        "S05.systems": {system.code: (printed_near(system.effective),) for system in card.systems}
    }
    shown["S05.indicators"] = {
        code: (
            format_figure(int(code in counted)),
            printed_near(None if code in expected.pilots else expected.effective.get(code)),
            printed_near(expected.shares.get(code)),
        )
        for code in expected.parts
    }
    shown["S06.answers"] = {
        leaf.code: (
            printed_near(leaf.share),
            "✖" if leaf.state is State.BAD else printed_near(leaf.score),
            printed_near(_weighted(leaf.share, leaf.score)),
        )
        for leaf in card.indicators
    }
    return shown


def _weighted(share: Fraction | None, score: Fraction | None) -> Fraction | None:
    return None if share is None or score is None else share * score / 100


def sheet_differences(
    book: Workbook,
    made: Made,
    rows: Mapping[str, list[int]],
    card: Scorecard,
    expected: Figures,
) -> Iterator[str]:
    """For every computed cell, "" or how it differs from what it should show."""
    tables, shown = tables_of(made.framework), expected_of(card, expected)
    for table, (key, fields) in COMPUTED.items():
        codes = [str(line[key].value) for line in made.lines[table]]
        for code, row in zip(codes, rows[table], strict=True):
            right = shown[table].get(code)
            if right is None:
                continue
            found = shown_in(book, tables[table], row)
            for field, text, other in zip(fields, found, right, strict=True):
                yield "" if text == other else f"{table} {code} {field}: {text}, engine {other}"
    cover = (
        "✖" if card.unreadable else printed_near(card.official),
        printed_near(card.completeness),
    )
    right = (*cover, band_words(made.framework, card, made.language))
    for cover_figure, other in zip(cover_figures(book, made.language), right, strict=True):
        yield "" if cover_figure == other else f"cover: {cover_figure}, engine {other}"


def cover_figures(book: Workbook, language: Language = "th") -> Shown:
    """Overall score, completeness and band on the cover."""
    sheet = book.sheets["00_ปก"]
    rows = {
        label: row
        for label in COVER[language]
        for (row, column), cell in sheet.cells.items()
        if column == 7 and str(cell.value).startswith(label)
    }
    return tuple(seen(sheet.cell(rows[label], 8)) for label in COVER[language])


def band_words(framework: Framework, card: Scorecard, language: Language = "th") -> str:
    """The band of the score as the cover words it."""
    if card.unreadable:
        return "✖"
    bands = {band.code: band for band in framework.bands}
    if card.band not in bands:
        return "–"
    band = bands[card.band]
    return f"{SIGNS[band.mark]} {band.name.in_language(language)}"
