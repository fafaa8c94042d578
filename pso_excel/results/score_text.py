"""How scores and places are shown to people: five states of an answer that never look alike."""

from pso_excel.core.bilingual import Language
from pso_excel.core.figures import printed, shown
from pso_excel.core.messages import label
from pso_excel.core.problem import Problem
from pso_excel.forms.choices import words_of
from pso_excel.framework.pack import Framework
from pso_excel.model.scorecard import LeafScore, Scorecard, State, SystemScore

NO_DATA = "0*"
NOTHING = "–"


def leaf_shown(leaf: LeafScore, language: Language) -> str:
    """The score of an indicator: ``"–"`` blank, ``"ไม่เกี่ยวข้อง"``, ``"0*"`` no data, ``"0"`` and
    any other score, ``"ผิด"`` unreadable (E.5.1)."""
    if leaf.state is State.NA:
        return label("shown_na", language)
    if leaf.state is State.BAD:
        return label("shown_bad", language)
    if leaf.state is State.NO_DATA:
        return NO_DATA
    if leaf.state is State.BLANK or leaf.score is None:
        return NOTHING
    return printed(leaf.score) if shown(leaf.score) else "0"


def official_shown(card: Scorecard, language: Language) -> str:
    """The official score of an office, or the words why it has none: an answer is unreadable, or
    nothing is assessed yet."""
    if card.official is None:
        if card.unreadable:
            return label("shown_unscored", language)
        return label("shown_not_assessed", language) if card.completeness == 0 else NOTHING
    return printed(card.official)


def system_mark(system: SystemScore, card: Scorecard, language: Language) -> str:
    """The verdict on a system with its sign; judged on what is printed."""
    if not system.applies:
        return f"{NOTHING} {label('shown_na', language)}"
    leaves = [leaf for leaf in card.indicators if leaf.system == system.code]
    if any(leaf.state is State.BAD for leaf in leaves):
        return f"✖ {label('shown_bad', language)}"
    score = system.official
    if score is None:
        return f"{NOTHING} {label('shown_blank', language)}"
    if system.pilot:
        return f"{NOTHING} {label('shown_pilot', language)}"
    code = "care" if shown(score) < shown(system.target) else "good"
    return words_of("mark", "wrong" if system.below_floor else code).say(language)


def band_shown(card: Scorecard, framework: Framework, language: Language) -> str:
    """The name of the band of the official score, with its sign."""
    if card.official is None:
        return NOTHING
    signs = {"good": "✔", "care": "▲", "wrong": "✖"}
    for band in framework.bands:
        if band.code == card.band:
            return f"{signs.get(band.mark, NOTHING)} {band.name.say(language)}"
    return NOTHING


def place_shown(problem: Problem) -> str:
    """``"06_ประเมิน!E12"``, or as much of it as is known."""
    return "!".join(part for part in (problem.place.sheet, problem.place.cell) if part)


def place_link(problem: Problem) -> str:
    """The place in the workbook that a click leads to (the first cell), or ``""``."""
    sheet, cell = problem.place.sheet, problem.place.cell
    if not sheet:
        return ""
    first = cell.replace("–", ":").partition(",")[0].partition(":")[0].strip()
    return f"'{sheet.replace(chr(39), chr(39) * 2)}'!{first or 'A1'}"
