"""B4: one definition of a readable number. What an officer types or pastes into a number cell is
the same number, blank or unreadable to the sheet's own formulas, recomputed by LibreOffice, to the
program that reads the saved file, and to the program that reads the open workbook."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from pso_excel import Severity, load_framework, severity_of
from pso_excel.forms.layout import TableLayout, lay_out_workbook
from pso_excel.intake import read_submission
from pso_excel.live.programs.excel import read_open
from pso_excel.templates.formulas import name_of
from pso_excel.xlsx.workbook import Workbook, format_address
from tests.complete_workbook import blank_workbook
from tests.libreoffice import Document, Office
from tests.live.open_book import opened

PSO = load_framework("pso")
TABLES = {table.table.id: table for plan in lay_out_workbook(PSO) for table in plan.tables}

FIELDS: Mapping[str, tuple[str, str]] = {
    "N": ("S06.answers", "value"),  # a number without limits
    "W": ("S05.indicators", "weight"),  # a percentage of 0 to 100, or a fraction, in a text cell
    "P": ("S04.items", "completeness"),  # a percentage of 0 to 100
    "C": ("S06.answers", "basic"),  # a whole number of 0 to 200
    "M": ("S07.actions", "budget"),  # baht, not negative
    "L": ("S06.assessors", "a1"),  # one of the levels 0 to 5
}
ALL, SHARES, ANY = "NWPCML", "NWP", "NPM"
BLANK, WRONG = None, "✖"
Outcome = Decimal | str | None


class Case(NamedTuple):
    """What is typed, the number it is in the fields of those letters (None: blank) and the format
    of the cell ("": the form's own). In every other field it is told as wrong."""

    typed: str
    number: str | None
    fields: str = ALL
    format: str = ""


def text(typed: str, number: str | None = "3", fields: str = ALL) -> Case:
    return Case(f"'{typed}", number, fields)


def wrong(typed: str) -> Case:
    return text(typed, None, "")


SPELLINGS = (
    # digits, signs and blanks
    text("3"), text("๓"), text("３"), text(" 3 "), text("\u00a03\u00a0"), text("\u30003"),
    text("3\u200b"), text("\ufeff3"), text("3.0"), text("03"), text("+3"), text("'3"),
    text("“3”"), text('"3"'), text("=3"), 
    text("-3", "-3", "N"), text("−3", "-3", "N"), text("–3", "-3", "N"), text("－３", "-3", "N"),
    text("2.5", "2.5", "NWPM"), text("0.0", "0"), 
    text("33.3333333333333", "33.3333333333333", "NWPM"),
    # groups of thousands
    text("1,234", "1234", "NM"), text("๑,๒๓๔.๕๐", "1234.50", "NM"), text("1，234", "1234", "NM"),
    text("1,234,567.89", "1234567.89", "NM"), text("123456789012345", "123456789012345", "NM"),
    wrong("1,2,3"), wrong("12,34"), wrong("1234,567"), wrong("0,123"), wrong(",123"),
    wrong("1,234.5,678"), wrong("3,5"), wrong("85,5"),
    # per cent
    text("3%", fields=SHARES), text("3 %", fields=SHARES), text("๓％", fields=SHARES),
    text("ร้อยละ 3", fields=SHARES), text("ร้อยละ๓", fields=SHARES),
    text("3 เปอร์เซ็นต์", fields=SHARES), text("3เปอร์เซนต์", fields=SHARES),
    text("1000%", "1000", "N"), wrong("8500%"), text("0.5%", "0.5", SHARES),
    wrong("%"), wrong("3%%"), wrong("3 % ของทั้งหมด"),
    # baht
    text("12,500.-", "12500", "NM"), text("๑๒,๕๐๐.-", "12500", "NM"), 
    text("12,500 บาท", "12500", "NM"), text("12,500.- บาท", "12500", "NM"),
    text("12,500.50 บาทถ้วน", "12500.50", "NM"), text("฿12,500", "12500", "NM"),
    text("12,500 ฿", "12500", "NM"), wrong("12,500-"), wrong("12.5 ล้านบาท"), wrong("บาท"),
    # levels and fractions
    text("ระดับ 3", fields="L"), text("ระดับ๓", fields="L"),
    text("1/3", "0.333333333333333", "W"), text("๑/๓", "0.333333333333333", "W"),
    text("100/3", "33.3333333333333", "W"), text("=100/3", "33.3333333333333", "W"),
    text("1／2", "0.5", "W"), wrong("1/0"), wrong("1/2/3"), wrong("1 1/2"), wrong("1/"),
    wrong("/3"), wrong("1.5/3"), wrong("½"), wrong("1:3"),
    # what only looks like a number
    wrong("(3)"), wrong("3-"), wrong("--3"), wrong("+-3"), wrong("3e0"), wrong("8.5e1"),
    wrong("1E400"), wrong("12:30"), wrong("8 5"), wrong("3."), wrong(".3"), wrong("3..5"),
    wrong("1_0"), wrong("²"), wrong("٣"), wrong("3 คน"), wrong("๓ ครั้ง"), wrong("3;"), wrong("5-10"),
    wrong("สิบ"), wrong("nan"), wrong("TRUE"), wrong("ไม่มี"), wrong("⟦3⟧3"),
    wrong("#N/A"), wrong("3" * 41), wrong("ครบ" * 30),
    # words for nothing
    text("-", BLANK), text("–", BLANK), text("—", BLANK), text("---", BLANK), text(" - ", BLANK),
    text("－", BLANK), text(" ", BLANK), text("\u00a0", BLANK), Case("", BLANK),
    text("“”", BLANK), text("=", BLANK), text("\u200b", BLANK),
    # numbers by the format of their cell
    Case("3", "3"), Case("3", "3", format="0.00"), Case("3", "3", format="#,##0"),
    Case("0.03", "3", SHARES, "0%"), Case("0.57", "57", SHARES, "0.0%"),
    Case("0.29", "29", SHARES, "0.00%;[RED]-0.00%"), Case("1", "100", SHARES, "0%"),
    Case("0", "0", SHARES, "0%"), Case("85", BLANK, "", "0%"), Case("1.5", "150", "N", "0%"),
    Case("46082", BLANK, "", "D/M/YYYY"), Case("46082", BLANK, "", "D MMM YY"),
    Case("0.52", BLANK, "", "HH:MM"), Case("0.5", "0.5", "NWPM"),
    Case("=1=1", BLANK, ""), Case("=1/0", BLANK, ""), Case("=NA()", BLANK, ""),
    Case("=1+2", "3"), Case('=""', BLANK), Case('="ก"', BLANK, ""),
)  # fmt: skip


WORDS = (
    *(
        ("S03.tasks", "task", word, True)
        for word in ("-", "–", "—", "---", "－", " - ", "- -", " ")
    ),
    *(("S03.tasks", "task", word, False) for word in ("ไม่มี", "-ก", "5", "_", "ไม่มี-", "-" * 25)),
    *(("S03.tasks", "parent", word, True) for word in ("ไม่มี", "None", "-", " ไม่มี ", "ไม่มี\u200b")),
    ("S03.tasks", "parent", "T1", False),
    *(("S04.items", "last_update", word, True) for word in ("-", "–")),
    ("S04.items", "last_update", "5/1/2569", False),
    *(("S04.items", "origin", word, True) for word in ("-", "‑")),
    ("S04.items", "origin", "?", False),
)
"""Words in fields of other kinds, and whether they say that there is nothing."""


def test_the_list_is_long_enough_and_says_each_once() -> None:
    assert len(SPELLINGS) == len({(case.typed, case.format) for case in SPELLINGS}) >= 60


def cases_of(letter: str) -> tuple[Case, ...]:
    """As many as the table has room for; what begins with = stays a text in a text cell."""
    placed = TABLES[FIELDS[letter][0]]
    fitting = [case for case in SPELLINGS if letter != "W" or case.typed[0:1] != "="]
    return tuple(fitting[: placed.last - placed.spare_first + 1])


def expected(case: Case, letter: str) -> Outcome:
    if letter not in case.fields:
        return WRONG
    return None if case.number is None else Decimal(case.number)


def test_b4_spellings(libreoffice: Office, tmp_path: Any) -> None:
    with opened(libreoffice, tmp_path, blank_workbook("58-R-014")) as book:
        book.model.enableAutomaticCalculation(False)
        for letter in FIELDS:
            type_all(book.document, letter)
        for row, (table, field, word, _) in enumerate(WORDS):
            placed = TABLES[table]
            cell = placed.cell(field, placed.spare_first + row)
            book.document.type(placed.sheet, cell, f"'{word}")
        book.document.calculate()
        wanted = {
            (letter, case.typed, case.format): expected(case, letter)
            for letter in FIELDS
            for case in cases_of(letter)
        }
        sheet = dict(seen_in_sheet(book.document))
        nothing = blanks_in_sheet(book.document)
        saved = book.as_saved()
        needed = {"00_ปก", "_meta", *(TABLES[table].sheet for table, _ in FIELDS.values())}
        others = set(book.document.sheets) - needed
        doors = {
            "file": as_read(saved),
            "live": as_read(book.read()),
            "xlwings": as_read(read_open(book.book, "", others)),  # as an open Excel is read
        }
    for door, read in {"sheet": sheet, **doors}.items():
        differing = {
            key: (found, wanted[key]) for key, found in read.items() if found != wanted[key]
        }
        assert differing == {}, door
        assert read.keys() == wanted.keys()
    assert nothing == [blank for _, _, _, blank in WORDS]
    assert list(blanks_read(saved)) == nothing


def type_all(document: Document, letter: str) -> None:
    table, field = FIELDS[letter]
    placed, cases = TABLES[table], cases_of(letter)
    sheet = document.sheet(placed.sheet)
    sheet.unprotect("")
    document.fill(
        placed.sheet, placed.cell(field, placed.spare_first), [[case.typed] for case in cases]
    )
    formats, locale = document.model.NumberFormats, document.model.CharLocale
    for row, case in enumerate(cases, placed.spare_first):
        if case.format:
            key = formats.queryKey(case.format, locale, False)
            key = formats.addNew(case.format, locale) if key < 0 else key
            sheet.getCellRangeByName(placed.cell(field, row)).NumberFormat = key


def asked_of(document: Document, placed: TableLayout, names: Sequence[str], rows: int) -> list[Any]:
    """What the sheet's own names say of each of the first free rows, asked in columns that are
    free."""
    first, free = placed.spare_first, 60
    formulas = [[f'=IFERROR({name};"{WRONG}")' for name in names]] * rows
    document.sheet(placed.sheet).unprotect("")
    document.fill(placed.sheet, format_address(first, free), formulas)
    document.calculate()
    last = format_address(first + rows - 1, free + len(names) - 1)
    block = document.sheet(placed.sheet).getCellRangeByName(f"{format_address(first, free)}:{last}")
    return list(block.DataArray)


def seen_in_sheet(document: Document) -> Iterator[tuple[tuple[str, str, str], Outcome]]:
    """What the sheet makes of each cell."""
    for letter, (table, field) in FIELDS.items():
        placed, cases = TABLES[table], cases_of(letter)
        names = [name_of(prefix, placed, field) for prefix in ("NUM", "BAD")]
        answers = asked_of(document, placed, names, len(cases))
        for case, (number, bad) in zip(cases, answers, strict=True):
            found = None if number == "" else round_to_15(number)
            yield (letter, case.typed, case.format), WRONG if bad else found


def round_to_15(number: float | str) -> Decimal | str:
    return Decimal(f"{number:.15g}") if isinstance(number, float) else f"{number}"


def as_read(book: Workbook) -> dict[tuple[str, str, str], Outcome]:
    """What the program makes of each cell."""
    submission, problems = read_submission(book, PSO)
    told = {
        (problem.location.sheet, problem.location.cell)
        for problem in problems
        if severity_of(problem) in (Severity.ERROR, Severity.BLOCK)
    }
    found: dict[tuple[str, str, str], Outcome] = {}
    for letter, (table, field) in FIELDS.items():
        placed = TABLES[table]
        values = {row.row_number: row.values.get(field) for row in submission.rows(table)}
        for number, case in enumerate(cases_of(letter), placed.spare_first):
            value = values.get(number)
            wrong = (placed.sheet, placed.cell(field, number)) in told
            assert value is None or isinstance(value, Decimal)
            found[letter, case.typed, case.format] = WRONG if wrong else value
    return found


def blanks_in_sheet(document: Document) -> list[bool]:
    """Whether the sheet takes each of the words for nothing."""
    asked = list(dict.fromkeys((table, field) for table, field, _, _ in WORDS))
    answers = {
        (table, field): asked_of(
            document, TABLES[table], [name_of("NIL", TABLES[table], field)], len(WORDS)
        )
        for table, field in asked
    }
    return [answers[table, field][row] == (1,) for row, (table, field, _, _) in enumerate(WORDS)]


def blanks_read(book: Workbook) -> Iterator[bool]:
    """Whether the program does."""
    submission, _ = read_submission(book, PSO)
    rows = {table: {row.row_number: row for row in submission.rows(table)} for table in TABLES}
    for row, (table, field, _, _) in enumerate(WORDS):
        found = rows[table].get(TABLES[table].spare_first + row)
        yield found is None or (field not in found.values and field not in found.unreadable)
