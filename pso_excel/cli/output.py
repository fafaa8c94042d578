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
from pso_excel.core.figures import plain
from pso_excel.core.messages import Wording, catalogue, in_general, label, sentence, severity_of
from pso_excel.core.problem import Problem, Severity
from pso_excel.core.safe_text import one_line
from pso_excel.forms.choices import words_of
from pso_excel.framework import load_framework
from pso_excel.framework.pack import Framework, Source
from pso_excel.model.problem_groups import grouped
from pso_excel.results.score_text import SIGNS, counts, official_shown, score_line
from pso_excel.rules.rule_catalogue import fields_of, series, stage_said

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
        shown.plain = one_line(shown.plain)
        return shown
    return one_line(shown) if isinstance(shown, str) else shown


def console() -> Console:
    """A console that never guesses markup or numbers in what an office typed, nor obeys it."""
    return _OneLine(highlight=False, soft_wrap=True)


def print_outcome(outcome: Outcome) -> int:
    """The summary of one checked file: score, problems, and where the copy is; its exit code."""
    out, said, language = console(), outcome.assessment, outcome.language
    who = " · ".join(part for part in (said.office, said.office_name, said.round) if part)
    out.print(f"[bold]{escape(said.file)}[/bold]  {escape(who)}")
    if said.scorecard:
        pack = load_framework(said.framework.partition("@")[0])
        out.print("  " + score_line(said.scorecard, pack, language))
    problems = grouped(list(said.problems))
    out.print("  " + _counts(problems, language))
    for problem in problems[:SHOWN]:
        print_problem(out, problem, language)
    if len(problems) > SHOWN:
        out.print("  " + label("more_in_copy", language).format(n=len(problems) - SHOWN))
    if outcome.copy:
        key = "own_book_written" if outcome.own_book else "copy_written"
        out.print("  " + escape(label(key, language).format(path=outcome.copy)))
    return outcome.exit_code


def print_lines(outcomes: Iterable[Outcome], language: Language) -> Iterator[int]:
    """Each file on a line as soon as it is checked, then how many are how; their exit codes."""
    out, kinds = console(), Counter[str]()
    for outcome in outcomes:
        out.print(_line(outcome))
        kinds[_kind(outcome)] += 1
        yield outcome.exit_code
    told = {kind: kinds[kind] for kind in ("clean", "wrong", "unread", "ignored")}
    out.print(label("checked_line", language).format(files=kinds.total(), **told))


def _kind(outcome: Outcome) -> str:
    problems = outcome.assessment.problems
    if outcome.assessment.scorecard:
        return "wrong" if outcome.exit_code else "clean"
    told_only = all(severity_of(problem) is Severity.INFO for problem in problems)
    return "ignored" if told_only else "unread"


def _line(outcome: Outcome) -> Text:
    """The worst sign, the file, then its office and counts, or why it could not be read."""
    said, language = outcome.assessment, outcome.language
    worst = min(map(severity_of, said.problems), key=list(Severity).index, default=None)
    sign, colour = (SIGNS[worst], COLOURS[worst]) if worst else ("✔", "green")
    line = Text(f"{sign} ", style=colour)
    line.append(said.file, style="bold default")
    if said.scorecard:
        shown = (said.office, official_shown(said.scorecard, language))
        line.append(f"  {' · '.join(filter(None, shown))}  ", style="default")
        return line.append_text(Text.from_markup(_counts(grouped(list(said.problems)), language)))
    told = said.problems[0]
    line.append(f"  {sentence(told, language)}", style="default")
    return line.append(f"  [{told.code}]", style="bright_black")


def print_problem(out: Console, problem: Problem, language: Language) -> None:
    """One problem on a line: sign, cell, sentence, rule."""
    severity, place = severity_of(problem), problem.place
    where = "!".join(part for part in (place.sheet, place.cell) if part) or place.file
    sign, colour = SIGNS[severity], COLOURS[severity]
    if problem.reason:
        sign, colour = ACKNOWLEDGED
    line = Text(f"  {sign} ", style=colour)
    line.append(f"{where}  ", style="bold")
    line.append(sentence(problem, language), style="default")
    if problem.reason:
        told = label("office_reason", language).format(reason=" ".join(problem.reason.split()))
        line.append(f"  {told}", style="bright_black")
    line.append(f"  [{problem.code}]", style="bright_black")
    out.print(line)


def _counts(problems: list[Problem], language: Language) -> str:
    if not problems:
        return f"[green]✔ {label('no_problems', language)}[/green]"
    told = [
        f"[{COLOURS[severity]}]{SIGNS[severity]} {label(severity.lower(), language)} {n}[/]"
        for severity, n in counts(problems).items()
    ]
    if known := sum(1 for problem in problems if problem.reason):
        sign, colour = ACKNOWLEDGED
        told.append(f"[{colour}]{sign} {label('acknowledged', language)} {known}[/]")
    return " · ".join(told)


def print_framework(pack: Framework, language: Language) -> None:
    """A pack: systems and indicators with their weights and methods, each with its source."""
    out = console()
    out.print(f"[bold]{pack.edition}[/bold]  {pack.name.say(language)}")
    out.print(f"[yellow]▲ {pack.notice.say(language)}[/yellow]")
    systems = _table(language, "code", "name", "weight", "target", "floor", "source")
    for one in pack.systems:
        figures = (plain(one.weight), plain(one.target), plain(one.floor))
        systems.add_row(one.code, one.name.say(language), *figures, _source(one.source))
    indicators = _table(language, "code", "name", "method", "weight", "source")
    for one in pack.indicators:
        method = label(f"method_{one.method}", language)
        row = (one.code, one.name.say(language), method, plain(one.weight), _source(one.source))
        indicators.add_row(*row)
    levels = _table(language, "level", "name", "score", "evidence")
    for level in pack.rubric:
        row = (level.name.say(language), plain(level.score), level.evidence.say(language))
        levels.add_row(str(level.number), *row)
    settings = _table(language, "name", "value", "source")
    for setting in pack.settings.values():
        settings.add_row(setting.name.say(language), str(setting.value), _source(setting.source))
    for table in (systems, indicators, levels, settings):
        out.print(table)


def _table(language: Language, *keys: str) -> Table:
    table = Table(show_lines=False, header_style="bold")
    for key in keys:
        table.add_column(label(f"column_{key}", language), overflow="fold")
    return table


def _source(source: Source) -> str:
    return escape(f"{source.text} ({source.status})")


def print_rules(language: Language) -> None:
    """Every rule on a line, by series."""
    table = Table(show_lines=False, header_style="bold")
    for key in ("code", "severity", "stage", "message"):
        table.add_column(label(f"rules_{key}", language), overflow="fold")
    letter = ""
    for code, one in sorted(catalogue().items()):
        if code[0] != letter:
            letter = code[0]
            table.add_section()
            title = escape(series(code).say(language))
            table.add_row(f"[bold]{letter}[/bold]", "", "", f"[bold]{title}[/bold]")
        said = escape(in_general(one).say(language))
        table.add_row(code, _severity(one, language), stage_said(one, language), said)
    console().print(table)


def print_rule(code: str, language: Language) -> None:
    """One rule in full, its message in both languages."""
    one, out = catalogue()[code], console()
    out.print(f"[bold]{code}[/bold]  {_severity(one, language)}  {stage_said(one, language)}")
    told = [
        ("series", series(code).say(language)),
        ("when", one.when),
        *(("message", one.text.say(of)) for of in ("th", "en")),
        *(("remedy", one.remedy.say(of)) for of in ("th", "en")),
        ("note", one.note.say(language)),
        ("fields", ", ".join(fields_of(code))),
    ]
    for key, text in told:
        if text:
            out.print(f"  [bright_black]{label(f'rules_{key}', language)}:[/] {escape(text)}")


def _severity(one: Wording, language: Language) -> str:
    words = words_of("severity", one.severity).say(language).removeprefix(SIGNS[one.severity])
    colour = COLOURS[one.severity]
    return f"[{colour}]{SIGNS[one.severity]}{words} ({one.severity.value})[/]"
