"""The menu and the toolbar of the LibreOffice extension, as configuration data.

Names and levels are those of LibreOffice's own schema ``org.openoffice.Office.Addons``.
"""

from collections.abc import Iterable
from itertools import pairwise
from xml.sax.saxutils import escape, quoteattr

from pso_excel.buttons import COMMANDS, Command
from pso_excel.buttons.libreoffice_extension__macros_basic_library_part import script_url
from pso_excel.core.bilingual import Words
from pso_excel.core.messages import worded

CALC = "com.sun.star.sheet.SpreadsheetDocument"
MENU = "pso_excel.menu"
TOOLBAR = "pso_excel.toolbar"
_SEPARATOR = "private:separator"


def addons() -> str:
    """``Addons.xcu``: the menu and the toolbar, wherever a spreadsheet is in front."""
    title = worded("live_menu")
    menu = _node(
        MENU,
        _titled(title),
        _value("Context", CALC),
        _group("Submenu", _entries()),
    )
    bar = _node(TOOLBAR, *_entries())
    return _data(
        "org.openoffice.Office",
        "Addons",
        _group(
            "AddonUI",
            (_group("OfficeMenuBar", (menu,)), _group("OfficeToolBar", (bar,))),
        ),
    )


def window_state() -> str:
    """``CalcWindowState.xcu``: the name of the toolbar, and that it is shown at the top."""
    bar = _node(
        f"private:resource/toolbar/addon_{TOOLBAR}",
        _titled(worded("live_menu"), "UIName"),
        _value("DockingArea", "0", "xs:int"),
        _value("Visible", "true", "xs:boolean"),
        _value("Docked", "true", "xs:boolean"),
    )
    states = _group("UIElements", (_group("States", (bar,)),))
    return _data("org.openoffice.Office.UI", "CalcWindowState", states)


def _entries() -> Iterable[str]:
    """An entry for each action, with a line between groups. LibreOffice sorts them by the length of
    their names first, so all are equally long."""
    yield _entry(0, COMMANDS[0])
    for number, (before, command) in enumerate(pairwise(COMMANDS), 1):
        if before.group != command.group:
            yield _node(f"entry{number}0", _value("URL", _SEPARATOR))
        yield _entry(number, command)


def _entry(number: int, command: Command) -> str:
    return _node(
        f"entry{number}1",
        _titled(command.caption),
        _value("URL", script_url(command.macro)),
        _value("Target", "_self"),
        _value("Context", CALC),
    )


def _data(package: str, name: str, content: str) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<oor:component-data xmlns:oor="http://openoffice.org/2001/registry"'
        ' xmlns:xs="http://www.w3.org/2001/XMLSchema"'
        f' oor:package="{package}" oor:name="{name}">\n{content}</oor:component-data>\n'
    )


def _group(name: str, content: Iterable[str]) -> str:
    return f"<node oor:name={quoteattr(name)}>\n{''.join(content)}</node>\n"


def _node(name: str, *content: str) -> str:
    return f'<node oor:name={quoteattr(name)} oor:op="replace">\n{"".join(content)}</node>\n'


def _titled(words: Words, name: str = "Title") -> str:
    return (
        f'<prop oor:name="{name}" oor:type="xs:string">'
        f'<value xml:lang="en-US">{escape(words.en)}</value>'
        f'<value xml:lang="th">{escape(words.th)}</value></prop>\n'
    )


def _value(name: str, value: str, kind: str = "xs:string") -> str:
    return f'<prop oor:name="{name}" oor:type="{kind}"><value>{escape(value)}</value></prop>\n'
