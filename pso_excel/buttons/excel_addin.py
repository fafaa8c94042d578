"""``pso_excel.xlam``: the macros of our buttons for every workbook, with a tab in the ribbon.

Built without Excel. Its one sheet, which nobody sees, holds what the macros say.
"""

import re
import zipfile
from collections.abc import Iterator, Mapping
from datetime import datetime
from io import BytesIO
from xml.sax.saxutils import quoteattr

import xlsxwriter

from pso_excel.buttons import COMMANDS, GROUPS, SAYINGS, SECONDS, Command, Group, group_caption
from pso_excel.buttons.own_macros import macro_sources, packed
from pso_excel.core.messages import term, term_in
from pso_excel.vba.project import WORKBOOK, vba_project

NAMESPACE = "http://schemas.microsoft.com/office/2009/07/customui"
KEYTIP = "S"
"""Alt, S: a letter that none of Excel's own tabs has."""


def ribbon() -> str:
    """``customUI14.xml``: one tab after Excel's own, its groups, a large button for each action."""
    tab = _attributes(
        id="PsoTab", label=term("live_menu").th, keytip=KEYTIP, insertAfterMso="TabView"
    )
    groups = "".join(_group(group) for group in GROUPS)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<customUI xmlns="{NAMESPACE}"><ribbon><tabs><tab{tab}>\n'
        f"{groups}</tab></tabs></ribbon></customUI>\n"
    )


def callback(command: Command) -> str:
    """The Sub that the ribbon calls for an action: that of its button, with the control."""
    return command.macro.replace("Pso", "PsoRibbon", 1)


def _group(group: Group) -> str:
    attributes = _attributes(id=f"PsoGroup{group.title()}", label=group_caption(group).th)
    return f"<group{attributes}>\n{''.join(_buttons(group))}</group>\n"


def _buttons(group: Group) -> Iterator[str]:
    for command in COMMANDS:
        if command.group == group:
            attributes = _attributes(
                id=f"PsoButton{command.action.title()}",
                label=command.caption.th,
                size="large",
                imageMso=command.image,
                keytip=command.keytip,
                screentip=f"{command.caption.th} ({command.caption.en})",
                supertip=f"{command.tip.th} {command.tip.en}",
                onAction=callback(command),
            )
            yield f"<button{attributes}/>\n"


def _attributes(**values: str) -> str:
    return "".join(f" {name}={quoteattr(value)}" for name, value in values.items())


CONTENT_TYPE = b"application/vnd.ms-excel.addin.macroEnabled.main+xml"
EXTENSIBILITY = "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility"
RIBBON = "customUI/customUI14.xml"
SHEET = "Sheet1"
_WORKBOOK_TYPE = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
_CREATED = datetime(2026, 1, 1)
_GENERATOR = re.compile(rb"<fileVersion[^>]*/>")


def addin() -> bytes:
    """The add-in for Excel: always the same bytes."""
    with zipfile.ZipFile(BytesIO(_workbook())) as made:
        parts = {name: made.read(name) for name in made.namelist()}
    return packed({**_as_addin(parts), RIBBON: ribbon().encode()})


def addin_modules() -> Mapping[str, str]:
    """The texts of its macros by module: those of the buttons and the ribbon's callbacks."""
    return {**macro_sources(), **macro_sources("ribbon")}


def _workbook() -> bytes:
    """A workbook of one sheet with the macros and the cells they read."""
    target = BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        about = term("live_addin_about")
        book.set_properties(
            {
                "created": _CREATED,
                "title": term("live_menu").th,
                "comments": f"{about.th} {about.en}",
            }
        )
        sheet = book.add_worksheet(SHEET)
        book.add_vba_project(BytesIO(vba_project(addin_modules(), (WORKBOOK, SHEET))), True)
        book.set_vba_name(WORKBOOK)
        sheet.set_vba_name(SHEET)
        for row, (name, value) in enumerate(_cells().items()):
            sheet.write_string(row, 0, name)
            if isinstance(value, int):
                sheet.write_number(row, 1, value)
            else:
                sheet.write_string(row, 1, value)
            book.define_name(name, f"={SHEET}!$B${row + 1}")
    return target.getvalue()


def _cells() -> Mapping[str, str | int]:
    """What the macros look up by name, as in the workbooks with buttons: no ``PSO_PRESS``, which
    tells them that they belong to no form."""
    said = {name: term_in(key, "th") for name, key in SAYINGS.items()}
    return {**said, **SECONDS}


def _as_addin(parts: Mapping[str, bytes]) -> Mapping[str, bytes]:
    """The parts of a workbook with macros, as those of an add-in with a ribbon."""
    types, relations, workbook = "[Content_Types].xml", "_rels/.rels", "xl/workbook.xml"
    relation = f'<Relationship Id="rIdRibbon" Type="{EXTENSIBILITY}" Target="{RIBBON}"/>'
    end = b"</Relationships>"
    return {
        **parts,
        types: parts[types].replace(_WORKBOOK_TYPE, CONTENT_TYPE),
        relations: parts[relations].replace(end, relation.encode() + end),
        workbook: _GENERATOR.sub(b"", parts[workbook]),
    }
