"""What people read in the terminal, in their language."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from pso_excel.cli.check import Outcome
from pso_excel.core.bilingual import Language
from pso_excel.core.figures import format_plain
from pso_excel.core.messages import (
    MessageEntry,
    catalogue,
    generic_message,
    message,
    severity_of,
    term_in,
)
from pso_excel.core.problem import Problem, Severity
from pso_excel.core.safe_text import single_line
from pso_excel.forms.choices import words_of
from pso_excel.framework import load_framework
from pso_excel.framework.pack import Framework, Source
from pso_excel.model.problem_groups import grouped
from pso_excel.results.score_text import SIGNS, counts, official_shown, score_line
from pso_excel.rules.rule_catalogue import fields_of, series, stage_words

SHOWN = 20
COLOURS = {
    Severity.BLOCK: "red",
    Severity.ERROR: "red",
    Severity.WARN: "yellow",
    Severity.INFO: "bright_black",
}

ACKNOWLEDGED = "✔", "bright_black"


class _OneLine(Console):
    """Prints each text on one line, without characters that a terminal would obey."""

    def print(self, *objects: Any, **options: Any) -> None:
        """Print what is given; texts of others made harmless."""
        super().print(*map(_harmless, objects), **options)


def _harmless(shown: Any) -> Any:
    if isinstance(shown, Text):
        shown.plain = single_line(shown.plain)
        return shown
    return single_line(shown) if isinstance(shown, str) else shown


def console() -> Console:
    """A console that never guesses markup or numbers in what an office typed, nor obeys it."""
    return _OneLine(highlight=False, soft_wrap=True)


def print_outcome(outcome: Outcome) -> int:
    """The summary of one checked file: score, problems, and where the copy is; its exit code."""
    out, assessment, language = console(), outcome.assessment, outcome.language
    who = " · ".join(
        part for part in (assessment.office, assessment.office_name, assessment.round) if part
    )
    out.print(f"[bold]{escape(assessment.file)}[/bold]  {escape(who)}")
    if assessment.scorecard:
        pack = load_framework(assessment.framework.partition("@")[0])
        out.print("  " + score_line(assessment.scorecard, pack, language))
    problems = grouped(list(assessment.problems))
    out.print("  " + _counts(problems, language))
    for problem in problems[:SHOWN]:
        print_problem(out, problem, language)
    if len(problems) > SHOWN:
        out.print("  " + term_in("more_in_copy", language).format(n=len(problems) - SHOWN))
    if outcome.copy:
        key = "own_book_written" if outcome.own_book else "copy_written"
        out.print("  " + escape(term_in(key, language).format(path=outcome.copy)))
    return outcome.exit_code


def print_lines(outcomes: Iterable[Outcome], language: Language) -> Iterator[int]:
    """Each file on a line as soon as it is checked, then how many are how; their exit codes."""
    out, kinds = console(), Counter[str]()
    for outcome in outcomes:
        out.print(_line(outcome))
        kinds[_kind(outcome)] += 1
        yield outcome.exit_code
    told = {kind: kinds[kind] for kind in ("clean", "wrong", "unread", "ignored")}
    out.print(term_in("checked_line", language).format(files=kinds.total(), **told))


def _kind(outcome: Outcome) -> str:
    problems = outcome.assessment.problems
    if outcome.assessment.scorecard:
        return "wrong" if outcome.exit_code else "clean"
    told_only = all(severity_of(problem) is Severity.INFO for problem in problems)
    return "ignored" if told_only else "unread"


def _line(outcome: Outcome) -> Text:
    """The worst sign, the file, then its office and counts, or why it could not be read."""
    assessment, language = outcome.assessment, outcome.language
    worst = min(map(severity_of, assessment.problems), key=list(Severity).index, default=None)
    sign, colour = (SIGNS[worst], COLOURS[worst]) if worst else ("✔", "green")
    line = Text(f"{sign} ", style=colour)
    line.append(assessment.file, style="bold default")
    if assessment.scorecard:
        shown = (assessment.office, official_shown(assessment.scorecard, language))
        line.append(f"  {' · '.join(filter(None, shown))}  ", style="default")
        return line.append_text(
            Text.from_markup(_counts(grouped(list(assessment.problems)), language))
        )
    problem = assessment.problems[0]
    line.append(f"  {message(problem, language)}", style="default")
    return line.append(f"  [{problem.code}]", style="bright_black")


def print_problem(out: Console, problem: Problem, language: Language) -> None:
    """One problem on a line: sign, cell, sentence, rule."""
    severity, place = severity_of(problem), problem.location
    where = "!".join(part for part in (place.sheet, place.cell) if part) or place.file
    sign, colour = SIGNS[severity], COLOURS[severity]
    if problem.reason:
        sign, colour = ACKNOWLEDGED
    line = Text(f"  {sign} ", style=colour)
    line.append(f"{where}  ", style="bold")
    line.append(message(problem, language), style="default")
    if problem.reason:
        text = term_in("office_reason", language).format(reason=" ".join(problem.reason.split()))
        line.append(f"  {text}", style="bright_black")
    line.append(f"  [{problem.code}]", style="bright_black")
    out.print(line)


def _counts(problems: list[Problem], language: Language) -> str:
    if not problems:
        return f"[green]✔ {term_in('no_problems', language)}[/green]"
    lines = [
        f"[{COLOURS[severity]}]{SIGNS[severity]} {term_in(severity.lower(), language)} {n}[/]"
        for severity, n in counts(problems).items()
    ]
    if known := sum(1 for problem in problems if problem.reason):
        sign, colour = ACKNOWLEDGED
        lines.append(f"[{colour}]{sign} {term_in('acknowledged', language)} {known}[/]")
    return " · ".join(lines)


def print_framework(pack: Framework, language: Language) -> None:
    """A pack: systems and indicators with their weights and methods, each with its source."""
    out = console()
    out.print(f"[bold]{pack.edition}[/bold]  {pack.name.in_language(language)}")
    out.print(f"[yellow]▲ {pack.notice.in_language(language)}[/yellow]")
    systems = _table(language, "code", "name", "weight", "target", "floor", "source")
    for system in pack.systems:
        figures = map(format_plain, (system.weight, system.target, system.floor))
        name = system.name.in_language(language)
        systems.add_row(system.code, name, *figures, _source(system.source))
    indicators = _table(language, "code", "name", "method", "weight", "source")
    for indicator in pack.indicators:
        words = (
            indicator.name.in_language(language),
            term_in(f"method_{indicator.method}", language),
        )
        figures = format_plain(indicator.weight), _source(indicator.source)
        indicators.add_row(indicator.code, *words, *figures)
    levels = _table(language, "level", "name", "score", "evidence")
    for level in pack.rubric:
        name, evidence = (text.in_language(language) for text in (level.name, level.evidence))
        levels.add_row(str(level.number), name, format_plain(level.score), evidence)
    settings = _table(language, "name", "value", "source")
    for setting in pack.settings.values():
        name = setting.name.in_language(language)
        settings.add_row(name, str(setting.value), _source(setting.source))
    for table in (systems, indicators, levels, settings):
        out.print(table)


def _table(language: Language, *keys: str) -> Table:
    table = Table(show_lines=False, header_style="bold")
    for key in keys:
        table.add_column(term_in(f"column_{key}", language), overflow="fold")
    return table


def _source(source: Source) -> str:
    return escape(f"{source.text} ({source.status})")


def print_rules(language: Language) -> None:
    """Every rule on a line, by series."""
    table = Table(show_lines=False, header_style="bold")
    for key in ("code", "severity", "stage", "message"):
        table.add_column(term_in(f"rules_{key}", language), overflow="fold")
    letter = ""
    for code, entry in sorted(catalogue().items()):
        if code[0] != letter:
            letter = code[0]
            table.add_section()
            title = escape(series(code).in_language(language))
            table.add_row(f"[bold]{letter}[/bold]", "", "", f"[bold]{title}[/bold]")
        text = escape(generic_message(entry).in_language(language))
        table.add_row(code, _severity(entry, language), stage_words(entry, language), text)
    console().print(table)


def print_rule(code: str, language: Language) -> None:
    """One rule in full, its message in both languages."""
    entry, out = catalogue()[code], console()
    out.print(f"[bold]{code}[/bold]  {_severity(entry, language)}  {stage_words(entry, language)}")
    told = [
        ("series", series(code).in_language(language)),
        ("when", entry.when),
        *(("message", entry.text.in_language(of)) for of in ("th", "en")),
        *(("remedy", entry.remedy.in_language(of)) for of in ("th", "en")),
        ("note", entry.note.in_language(language)),
        ("fields", ", ".join(fields_of(code))),
    ]
    for key, text in told:
        if text:
            out.print(f"  [bright_black]{term_in(f'rules_{key}', language)}:[/] {escape(text)}")


def _severity(entry: MessageEntry, language: Language) -> str:
    words = (
        words_of("severity", entry.severity)
        .in_language(language)
        .removeprefix(SIGNS[entry.severity])
    )
    colour = COLOURS[entry.severity]
    return f"[{colour}]{SIGNS[entry.severity]}{words} ({entry.severity.value})[/]"
