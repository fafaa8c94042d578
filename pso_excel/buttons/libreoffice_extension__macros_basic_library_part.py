"""The Basic library of the LibreOffice extension: our sources, and the sentences they say.

The sources are plain ASCII; what is said comes from the catalogue, Thai first, English beside.
"""

from collections.abc import Iterator, Mapping
from xml.sax.saxutils import escape

from pso_excel.buttons import COMMANDS
from pso_excel.buttons.own_macros__macros_sources_part import macro_sources
from pso_excel.core.bilingual import Words
from pso_excel.core.messages import worded

LIBRARY = "PsoExcel"
_DOCTYPE = '<!DOCTYPE {kind} PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "{dtd}">'
_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'


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
        f"\tCase {_quoted(key)}\n\t\tPsoSays = {_quoted(text)}\n" for key, text in _said()
    )
    return (
        "Option Explicit\n' Made from the catalogue; change it there.\n\n"
        "Function PsoSays(what As String) As String\n"
        f"\tSelect Case what\n{cases}\tEnd Select\nEnd Function\n"
    )


def _said() -> Iterator[tuple[str, str]]:
    for key in ("missing", "slow", "busy"):
        yield key, _both(worded(f"button_{key}"))
    for command in COMMANDS:
        yield f"title {command.action}", f"{worded('live_menu').th} {command.caption.th}"
        working = worded("live_working")
        yield (
            f"working {command.action}",
            _both(
                Words(
                    working.th.format(action=command.caption.th),
                    working.en.format(action=command.caption.en),
                )
            ),
        )


def _both(words: Words) -> str:
    return f"{words.th} · {words.en}"


def _quoted(text: str) -> str:
    """A text as Basic writes it."""
    return '"' + text.replace('"', '""') + '"'
