"""The end of a check in plain words and in one number: what a terminal and a status line tell."""

from collections.abc import Iterable

from pso_excel.core.bilingual import Language
from pso_excel.core.figures import printed
from pso_excel.core.messages import label, severity_of
from pso_excel.core.problem import Problem, Severity
from pso_excel.framework.pack import Framework
from pso_excel.model.scorecard import Scorecard
from pso_excel.results.score_text import official_shown

FAULTS = frozenset({"I001", "B411", "B413", "B414", "B417", "F042"})
"""What ends with exit code 2: no such file, a bug of ours, a reader that had to be ended."""
SERIOUS = (Severity.ERROR, Severity.BLOCK)
SIGNS = {Severity.BLOCK: "✖", Severity.ERROR: "✖", Severity.WARN: "▲", Severity.INFO: "–"}


def exit_code(problems: Iterable[Problem]) -> int:
    """0 clean, 1 problems of ERROR or BLOCK, 2 no such file or a fault of ours."""
    told = list(problems)
    if any(problem.code in FAULTS for problem in told):
        return 2
    return int(any(severity_of(problem) in SERIOUS for problem in told))


def score_line(card: Scorecard, framework: Framework, language: Language) -> str:
    """The official score with its band, the provisional one, and how much is answered."""
    begun = card.official is not None
    names = {band.code: band.name.say(language) for band in framework.bands if begun}
    return label("score_line", language).format(
        official=official_shown(card, language),
        provisional=printed(card.provisional),
        completeness=printed(card.completeness),
        band=names.get(card.band, "–"),
    )


def counts(problems: Iterable[Problem]) -> dict[Severity, int]:
    """How many of each severity are not acknowledged, the worst first; those there are."""
    told = [severity_of(problem) for problem in problems if not problem.reason]
    return {severity: n for severity in Severity if (n := told.count(severity))}


def verdict(problems: Iterable[Problem], language: Language) -> str:
    """The sign of the worst, and how many there are of each severity."""
    found = counts(problems)
    if not found:
        return f"✔ {label('no_problems', language)}"
    worst = next(iter(found))
    sign = "✔" if worst is Severity.INFO else SIGNS[worst]
    return f"{sign} " + " · ".join(
        f"{label(one.lower(), language)} {n}" for one, n in found.items()
    )
