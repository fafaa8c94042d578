"""A framework pack as tables in the terminal."""

from rich.markup import escape
from rich.table import Table

from pso_excel.cli.output import console
from pso_excel.core.bilingual import Language
from pso_excel.core.figures import plain
from pso_excel.core.messages import label
from pso_excel.framework.pack import Framework, Source


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
