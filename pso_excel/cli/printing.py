"""What people read in the terminal, in their language."""

from rich.console import Console
from rich.markup import escape
from rich.text import Text

from pso_excel.cli.checking import Outcome
from pso_excel.engine.grouping import grouped
from pso_excel.engine.results.showing import official_score, official_shown
from pso_excel.figures import printed
from pso_excel.framework import load_framework
from pso_excel.framework.wording import label, sentence, severity_of
from pso_excel.problem import Problem, Severity
from pso_excel.scorecard import Scorecard
from pso_excel.words import Language

SHOWN = 20
SIGNS = {Severity.BLOCK: "✖", Severity.ERROR: "✖", Severity.WARN: "▲", Severity.INFO: "–"}
COLOURS = {
    Severity.BLOCK: "red",
    Severity.ERROR: "red",
    Severity.WARN: "yellow",
    Severity.INFO: "bright_black",
}


def console() -> Console:
    """A console that never guesses markup or numbers in what an office typed."""
    return Console(highlight=False, soft_wrap=True)


def print_outcome(outcome: Outcome) -> None:
    """The summary of one checked file: score, problems, and where the copy is."""
    out, said, language = console(), outcome.assessment, outcome.language
    who = " · ".join(part for part in (said.office, said.office_name, said.round) if part)
    out.print(f"[bold]{escape(said.file)}[/bold]  {escape(who)}")
    if said.scorecard:
        out.print("  " + _score_line(said.scorecard, said.framework, language))
    problems = grouped(list(said.problems))
    out.print("  " + _counts(problems, language))
    for problem in problems[:SHOWN]:
        print_problem(out, problem, language)
    if len(problems) > SHOWN:
        out.print("  " + label("more_in_copy", language).format(n=len(problems) - SHOWN))
    if outcome.copy:
        key = "own_book_written" if outcome.own_book else "copy_written"
        out.print("  " + escape(label(key, language).format(path=outcome.copy)))


def print_problem(out: Console, problem: Problem, language: Language) -> None:
    """One problem on a line: sign, cell, sentence, rule."""
    severity, place = severity_of(problem), problem.place
    where = "!".join(part for part in (place.sheet, place.cell) if part) or place.file
    line = Text(f"  {SIGNS[severity]} ", style=COLOURS[severity])
    line.append(f"{where}  ", style="bold")
    line.append(sentence(problem, language), style="default")
    line.append(f"  [{problem.code}]", style="bright_black")
    out.print(line)


def _score_line(card: Scorecard, edition: str, language: Language) -> str:
    pack = load_framework(edition.partition("@")[0])
    begun = official_score(card) is not None
    names = {band.code: band.name.say(language) for band in pack.bands if begun}
    return label("score_line", language).format(
        official=official_shown(card, language),
        provisional=printed(card.provisional),
        completeness=printed(card.completeness),
        band=names.get(card.band, "–"),
    )


def _counts(problems: list[Problem], language: Language) -> str:
    if not problems:
        return f"[green]✔ {label('no_problems', language)}[/green]"
    counts = dict.fromkeys(Severity, 0)
    for problem in problems:
        counts[severity_of(problem)] += 1
    return " · ".join(
        f"[{COLOURS[severity]}]{SIGNS[severity]} {label(severity.lower(), language)} {n}[/]"
        for severity, n in counts.items()
        if n
    )
