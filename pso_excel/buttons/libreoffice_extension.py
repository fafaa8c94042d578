"""The menu and the toolbar of the LibreOffice extension, as configuration data.

Names and levels are those of LibreOffice's own schema ``org.openoffice.Office.Addons``.
"""

from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import version
from itertools import pairwise
from xml.sax.saxutils import escape, quoteattr

from pso_excel.buttons import COMMANDS, Command
from pso_excel.buttons.own_macros import macro_sources, packed
from pso_excel.core.bilingual import Bilingual
from pso_excel.core.messages import term

LIBRARY = "PsoExcel"
_DOCTYPE = '<!DOCTYPE {kind} PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "{dtd}">'


def script_url(macro: str) -> str:
    """What a menu entry runs: a Sub of the library, as LibreOffice addresses it."""
    return f"vnd.sun.star.script:{LIBRARY}.PsoMenu.{macro}?language=Basic&location=application"


def basic_library() -> Iterator[tuple[str, str]]:
    """Every file of the library by its path in the extension."""
    modules = basic_modules()
    yield f"{LIBRARY}/script.xlb", _index("library.dtd", modules)
    yield f"{LIBRARY}/dialog.xlb", _index("library.dtd", ())
    for name, text in modules.items():
        yield f"{LIBRARY}/{name}.xba", _module(name, text)


def basic_modules() -> Mapping[str, str]:
    """The text of every module by its name."""
    return {**macro_sources("libreoffice"), "PsoWords": _sentences()}


def _index(dtd: str, modules: Mapping[str, str] | tuple[()]) -> str:
    doctype = _DOCTYPE.format(kind="library:library", dtd=dtd)
    elements = "".join(f' <library:element library:name="{name}"/>\n' for name in modules)
    return (
        f"{_XML}{doctype}\n"
        '<library:library xmlns:library="http://openoffice.org/2000/library"'
        f' library:name="{LIBRARY}" library:readonly="false" library:passwordprotected="false">\n'
        f"{elements}</library:library>\n"
    )


def _module(name: str, text: str) -> str:
    doctype = _DOCTYPE.format(kind="script:module", dtd="module.dtd")
    return (
        f"{_XML}{doctype}\n"
        '<script:module xmlns:script="http://openoffice.org/2000/script"'
        f' script:name="{name}" script:language="StarBasic">{escape(text)}</script:module>\n'
    )


def _sentences() -> str:
    """The module that knows every sentence by a word: one Function."""
    cases = "".join(
        f"\tCase {_quoted(key)}\n\t\tPsoSays = {_quoted(text)}\n" for key, text in _command_words()
    )
    return (
        "Option Explicit\n' Made from the catalogue; change it there.\n\n"
        "Function PsoSays(what As String) As String\n"
        f"\tSelect Case what\n{cases}\tEnd Select\nEnd Function\n"
    )


def _command_words() -> Iterator[tuple[str, str]]:
    for key in ("missing", "slow", "busy"):
        yield key, _both(term(f"button_{key}"))
    for command in COMMANDS:
        yield f"title {command.action}", f"{term('live_menu').th} {command.caption.th}"
        working = term("live_working")
        yield (
            f"working {command.action}",
            _both(
                Bilingual(
                    working.th.format(action=command.caption.th),
                    working.en.format(action=command.caption.en),
                )
            ),
        )


def _both(words: Bilingual) -> str:
    return f"{words.th} · {words.en}"


def _quoted(text: str) -> str:
    """A text as Basic writes it."""
    return '"' + text.replace('"', '""') + '"'


CALC = "com.sun.star.sheet.SpreadsheetDocument"
MENU = "pso_excel.menu"
TOOLBAR = "pso_excel.toolbar"
_SEPARATOR = "private:separator"


def addons() -> str:
    """``Addons.xcu``: the menu and the toolbar, wherever a spreadsheet is in front."""
    title = term("live_menu")
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
        _titled(term("live_menu"), "UIName"),
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


def _titled(words: Bilingual, name: str = "Title") -> str:
    return (
        f'<prop oor:name="{name}" oor:type="xs:string">'
        f'<value xml:lang="en-US">{escape(words.en)}</value>'
        f'<value xml:lang="th">{escape(words.th)}</value></prop>\n'
    )


def _value(name: str, value: str, kind: str = "xs:string") -> str:
    return f'<prop oor:name="{name}" oor:type="{kind}"><value>{escape(value)}</value></prop>\n'


IDENTIFIER = "pso_excel"
MINIMAL = "7.0"
"""The LibreOffice that has the bar above the sheet in which answers are shown (infobars)."""
_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
_CONFIGURATION = "application/vnd.sun.star.configuration-data"
_BASIC = "application/vnd.sun.star.basic-library"


def extension() -> bytes:
    """The extension for LibreOffice: always the same bytes."""
    about = term("live_extension_about")
    return packed(
        {
            "META-INF/manifest.xml": _manifest(
                {
                    "Addons.xcu": _CONFIGURATION,
                    "CalcWindowState.xcu": _CONFIGURATION,
                    f"{LIBRARY}/": _BASIC,
                }
            ),
            "description.xml": _description(term("live_extension")),
            "about/th.txt": f"{about.th}\n",
            "about/en.txt": f"{about.en}\n",
            "Addons.xcu": addons(),
            "CalcWindowState.xcu": window_state(),
            **dict(basic_library()),
        }
    )


def _manifest(kinds: dict[str, str]) -> str:
    entries = "".join(
        f' <manifest:file-entry manifest:media-type="{kind}" manifest:full-path="{path}"/>\n'
        for path, kind in kinds.items()
    )
    return (
        f'{_XML}<manifest:manifest xmlns:manifest="http://openoffice.org/2001/manifest">\n'
        f"{entries}</manifest:manifest>\n"
    )


def _description(name: Bilingual) -> str:
    return (
        f'{_XML}<description xmlns="http://openoffice.org/extensions/description/2006"'
        ' xmlns:xlink="http://www.w3.org/1999/xlink"'
        ' xmlns:lo="http://libreoffice.org/extensions/description/2011">\n'
        f' <identifier value="{IDENTIFIER}"/>\n'
        f' <version value="{version("pso-excel")}"/>\n'
        ' <platform value="all"/>\n'
        " <dependencies>\n"
        f'  <lo:LibreOffice-minimal-version value="{MINIMAL}" lo:name="LibreOffice {MINIMAL}"/>\n'
        " </dependencies>\n"
        " <display-name>\n"
        f'  <name lang="en">{escape(name.en)}</name>\n'
        f'  <name lang="th">{escape(name.th)}</name>\n'
        " </display-name>\n"
        " <extension-description>\n"
        '  <src xlink:href="about/en.txt" lang="en"/>\n'
        '  <src xlink:href="about/th.txt" lang="th"/>\n'
        " </extension-description>\n"
        "</description>\n"
    )
