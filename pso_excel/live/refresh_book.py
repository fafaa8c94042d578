"""รวมใหม่: an open province book consolidated again and brought up to date in place."""

from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

import xlwings as xw

from pso_excel.consolidation import ProvinceFolder, reconsolidate
from pso_excel.consolidation.folder import open_registry
from pso_excel.core.bilingual import Language
from pso_excel.core.messages import message, term_in
from pso_excel.core.problem import Location, Problem, Refused
from pso_excel.files.replace import with_stamp
from pso_excel.files.write import original_name, write_beside
from pso_excel.intake import read_book
from pso_excel.live.office_workbook import still_as_read
from pso_excel.live.programs import Program
from pso_excel.live.refresh_differences import LayoutDiffers, SheetChanges, changes, looks_of
from pso_excel.live.refresh_ranges import Area, merged_in
from pso_excel.live.request import Reply, Request
from pso_excel.live.write import assigned, blocks, without_button_state
from pso_excel.province import Province
from pso_excel.province.report import exit_code, province_json, summary_lines
from pso_excel.province_book.page import REMARK
from pso_excel.province_book.remarks import OWN_LIMITS, take_remarks
from pso_excel.xlsx.workbook import CellWrite, Workbook

LONGEST_IN_A_BLOCK = 8_000  # characters: Excel refuses a block with a text of more than 8,203


def apply_changes(book: xw.Book, program: Program, changes: Sequence[SheetChanges]) -> None:
    """Bring them all onto the open book, nothing saved. Refused (U007), with nothing done, when a
    sheet is protected with a password."""
    with program.quiet(), ExitStack() as loosened:
        for change in changes:
            loosened.enter_context(program.loosened(book.sheets[change.sheet]))
        for change in changes:
            _apply_to_sheet(book.sheets[change.sheet], program, change)


def _apply_to_sheet(sheet: xw.Sheet, program: Program, change: SheetChanges) -> None:
    program.show_all(sheet)
    for first, last in reversed(change.gone):
        sheet.range(f"{first}:{last}").delete("up")
    for first, last in change.come:
        sheet.range(f"{first}:{last}").insert("down")
    for merged in change.merged:
        sheet.range(merged).merge()
    long = [write for write in change.writes if _is_long(write)]
    for row, column, lines in blocks(write for write in change.writes if not _is_long(write)):
        last = (row + len(lines) - 1, column + len(lines[0]) - 1)
        values = [[assigned(value, program) for value in line] for line in lines]
        sheet.range((row, column), last).value = values
    for write in long:
        sheet.range(write.cell).value = assigned(write.value, program)
    _paint(sheet, change)
    if change.shown:
        sheet.visible = True


def _is_long(write: CellWrite) -> bool:
    return isinstance(write.value, str) and len(write.value) > LONGEST_IN_A_BLOCK


def _paint(sheet: xw.Sheet, change: SheetChanges) -> None:
    for area, ink in change.inks:
        _range(sheet, area).font.color = ink
    for area, ground in change.grounds:
        _range(sheet, area).color = ground
    for area, cell_format in change.formats:
        _range(sheet, area).number_format = cell_format
    for area, height in change.heights:
        sheet.range(f"{area.top}:{area.bottom}").row_height = height


def _range(sheet: xw.Sheet, area: Area) -> xw.Range:
    return sheet.range((area.top, area.left), (area.bottom, area.right))


OUT = "out"


def refresh(book: xw.Book, program: Program, request: Request) -> Reply:
    """Consolidate the province of an open book again and bring the book to what comes of it, with
    the remarks that stand in it, unsaved ones too; nothing is saved.

    A book that would be built otherwise, or would lose what a person put there, is left as it is,
    and the new one saved beside it (U016).
    Refused, with nothing written: U015 it is not the book of the present round in its province's
    folder, U001 it was edited meanwhile, U007 a sheet has a password; and as ``consolidate``.
    """
    place = province_of(_path(book))
    open_as = without_button_state(program.read(book))
    language = request.language or language_of(open_as)
    macros = Path(book.name).suffix.lower() == ".xlsm"
    typed = take_remarks(open_as)
    renewed = reconsolidate(place.root, request.asof, typed.remarks, language, macros=macros)
    new = read_book(renewed.book, limits=OWN_LIMITS)
    try:
        looks = looks_of(renewed.book)
        found = changes(
            open_as,
            new,
            looks,
            lambda name: merged_in(book.sheets[name]),
            lambda name: [note.location.row for note in book.sheets[name].notes],
        )
    except LayoutDiffers as otherwise:
        usual = place.book(renewed.province.round.code)
        beside = usual.with_suffix(Path(book.name).suffix)
        saved = write_beside(beside, with_stamp(renewed.book), like=place.inbox)
        values = {"what": otherwise.what, "saved": saved.name}
        beside = Problem("U016", Location(file=book.name), values)
        return _reply(renewed.province, language, beside, typed.problems)
    if found:
        still_as_read(without_button_state(program.read(book)), open_as)
        apply_changes(book, program, found)
    return _reply(renewed.province, language, found, typed.problems)


def _path(book: xw.Book) -> str:
    """Where it stands; only its name when that is in a cloud and in no folder of this computer."""
    try:
        return book.fullname
    except xw.XlwingsError:
        return book.name


def province_of(path: str) -> ProvinceFolder:
    """The province's folder of an open book, by its path; Refused (U015) when the book stands in no
    such folder, or is not the book of the registry's round."""
    name = Path(path)
    place = ProvinceFolder(name.parent.parent)
    if name.parent.name != OUT or not (place.registry.is_file() and place.inbox.is_dir()):
        raise _not_here(name)
    registry, _ = open_registry(place)
    if original_name(name).stem != place.book(registry.round.code).stem:
        raise _not_here(name)
    return place


def _not_here(name: Path) -> Refused:
    return Refused(Problem("U015", Location(file=name.name), {"book": name.name}))


def language_of(book: Workbook) -> Language:
    """The language that a province book was written in, by the heading of its remarks."""
    heads = {cell.value for sheet in book.sheets.values() for cell in sheet.cells.values()}
    return "th" if REMARK.label.th in heads or REMARK.label.en not in heads else "en"


def _reply(
    province: Province,
    language: Language,
    ended: list[SheetChanges] | Problem,
    more: Sequence[Problem],
) -> Reply:
    """Who has sent, the mean and what was left out, then what is told of the remarks; the last line
    is what became of the book."""
    lines = [*summary_lines(province, language), *(_line(problem, language) for problem in more)]
    report = province_json(province, language, more)
    if isinstance(ended, Problem):
        text = _line(ended, language)
        return Reply(1, (*lines, text), {**report, "changed": [], "saved": ended.values["saved"]})
    sheets = [sheet_changes.sheet for sheet_changes in ended]
    words = term_in("refreshed" if sheets else "refreshed_nothing", language)
    text = words.format(n=len(sheets))
    return Reply(exit_code(province), (*lines, text), {**report, "changed": sheets})


def _line(problem: Problem, language: Language) -> str:
    return f"▲ {message(problem, language)} [{problem.code}]"
