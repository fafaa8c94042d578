"""The rules in the terminal: the list, or one in full."""

from rich.markup import escape
from rich.table import Table

from pso_excel.cli.output import COLOURS, SIGNS, console
from pso_excel.core.bilingual import Language
from pso_excel.core.figures import plain
from pso_excel.core.messages import Wording, catalogue, in_general, label
from pso_excel.forms.choices import words_of
from pso_excel.framework.pack import Framework, Source
from pso_excel.rules.rule_catalogue import fields_of, series, stage_said


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
