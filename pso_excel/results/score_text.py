"""How scores and places are shown to people: five states of an answer that never look alike."""

from collections.abc import Iterable

from pso_excel.core.bilingual import Language
from pso_excel.core.figures import format_figure, round_half_up
from pso_excel.core.messages import severity_of, term_in
from pso_excel.core.problem import Problem, Severity
from pso_excel.forms.choices import words_of
from pso_excel.framework.pack import Framework
from pso_excel.model.scorecard import LeafScore, Scorecard, State, SystemScore

NO_DATA = "0*"
NOTHING = "–"


def format_indicator_score(leaf: LeafScore, language: Language) -> str:
    """The score of an indicator: ``"–"`` blank, ``"ไม่เกี่ยวข้อง"``, ``"0*"`` no data, ``"0"`` and
    any other score, ``"ผิด"`` unreadable (E.5.1)."""
    if leaf.state is State.NA:
        return term_in("shown_na", language)
    if leaf.state is State.BAD:
        return term_in("shown_bad", language)
    if leaf.state is State.NO_DATA:
        return NO_DATA
    if leaf.state is State.BLANK or leaf.score is None:
        return NOTHING
    return format_figure(leaf.score) if round_half_up(leaf.score) else "0"


def official_shown(card: Scorecard, language: Language) -> str:
    """The official score of an office, or the words why it has none: an answer is unreadable, or
    nothing is assessed yet."""
    if card.official is None:
        if card.unreadable:
            return term_in("shown_unscored", language)
        return term_in("shown_not_assessed", language) if card.completeness == 0 else NOTHING
    return format_figure(card.official)


def system_mark(system: SystemScore, card: Scorecard, language: Language) -> str:
    """The verdict on a system with its sign; judged on what is printed."""
    if not system.applies:
        return f"{NOTHING} {term_in('shown_na', language)}"
    leaves = [leaf for leaf in card.indicators if leaf.system == system.code]
    if any(leaf.state is State.BAD for leaf in leaves):
        return f"✖ {term_in('shown_bad', language)}"
    score = system.official
    if score is None:
        return f"{NOTHING} {term_in('shown_blank', language)}"
    if system.pilot:
        return f"{NOTHING} {term_in('shown_pilot', language)}"
    code = "care" if round_half_up(score) < round_half_up(system.target) else "good"
    return words_of("mark", "wrong" if system.below_floor else code).in_language(language)


def band_shown(card: Scorecard, framework: Framework, language: Language) -> str:
    """The name of the band of the official score, with its sign."""
    if card.official is None:
        return NOTHING
    signs = {"good": "✔", "care": "▲", "wrong": "✖"}
    for band in framework.bands:
        if band.code == card.band:
            return f"{signs.get(band.mark, NOTHING)} {band.name.in_language(language)}"
    return NOTHING


def format_location(problem: Problem) -> str:
    """``"06_ประเมิน!E12"``, or as much of it as is known."""
    return "!".join(part for part in (problem.location.sheet, problem.location.cell) if part)


def place_link(problem: Problem) -> str:
    """The place in the workbook that a click leads to (the first cell), or ``""``."""
    sheet, cell = problem.location.sheet, problem.location.cell
    if not sheet:
        return ""
    first = cell.replace("–", ":").partition(",")[0].partition(":")[0].strip()
    return f"'{sheet.replace(chr(39), chr(39) * 2)}'!{first or 'A1'}"


FAULTS = frozenset({"I001", "B411", "B413", "B414", "B417", "F042"})
"""What ends with exit code 2: no such file, a bug of ours, a reader that had to be ended."""
SERIOUS = (Severity.ERROR, Severity.BLOCK)
SIGNS = {Severity.BLOCK: "✖", Severity.ERROR: "✖", Severity.WARN: "▲", Severity.INFO: "–"}


def exit_code(problems: Iterable[Problem]) -> int:
    """0 clean, 1 problems of ERROR or BLOCK, 2 no such file or a fault of ours."""
    found_problems = list(problems)
    if any(problem.code in FAULTS for problem in found_problems):
        return 2
    return int(any(severity_of(problem) in SERIOUS for problem in found_problems))


def score_line(card: Scorecard, framework: Framework, language: Language) -> str:
    """The official score with its band, the provisional one, and how much is answered."""
    begun = card.official is not None
    names = {band.code: band.name.in_language(language) for band in framework.bands if begun}
    return term_in("score_line", language).format(
        official=official_shown(card, language),
        provisional=format_figure(card.provisional),
        completeness=format_figure(card.completeness),
        band=names.get(card.band, "–"),
    )


def counts(problems: Iterable[Problem]) -> dict[Severity, int]:
    """How many of each severity are not acknowledged, the worst first; those there are."""
    told = [severity_of(problem) for problem in problems if not problem.reason]
    return {severity: n for severity in Severity if (n := told.count(severity))}


def severity_summary(problems: Iterable[Problem], language: Language) -> str:
    """The sign of the worst, and how many there are of each severity."""
    found = counts(problems)
    if not found:
        return f"✔ {term_in('no_problems', language)}"
    worst = next(iter(found))
    sign = "✔" if worst is Severity.INFO else SIGNS[worst]
    return f"{sign} " + " · ".join(
        f"{term_in(severity.lower(), language)} {n}" for severity, n in found.items()
    )
