"""``pso_excel.oxt``: the menu and the toolbar of LibreOffice, packed without LibreOffice.

Its Subs start the same command as every other button: ``pso-excel live``.
"""

from importlib.metadata import version
from xml.sax.saxutils import escape

from pso_excel.buttons.libreoffice_extension import addons, window_state
from pso_excel.buttons.libreoffice_extension__macros_basic_library_part import (
    LIBRARY,
    basic_library,
)
from pso_excel.buttons.own_macros__macros_packing_part import packed
from pso_excel.core.bilingual import Words
from pso_excel.core.messages import worded

IDENTIFIER = "pso_excel"
MINIMAL = "7.0"
"""The LibreOffice that has the bar above the sheet in which answers are shown (infobars)."""
_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
_CONFIGURATION = "application/vnd.sun.star.configuration-data"
_BASIC = "application/vnd.sun.star.basic-library"


def extension() -> bytes:
    """The extension for LibreOffice: always the same bytes."""
    about = worded("live_extension_about")
    return packed(
        {
            "META-INF/manifest.xml": _manifest(
                {
                    "Addons.xcu": _CONFIGURATION,
                    "CalcWindowState.xcu": _CONFIGURATION,
                    f"{LIBRARY}/": _BASIC,
                }
            ),
            "description.xml": _description(worded("live_extension")),
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


def _description(name: Words) -> str:
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
