"""``vbaProject.bin`` from plain text, without Excel: [MS-OVBA] 2.2 "File Structure".

No compiled code is stored and the version says so (0xFFFF), so that Excel compiles the text when it
opens the workbook.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from pso_excel.vba.compound_file import compound_file
from pso_excel.vba.compression import compress
from pso_excel.vba.project import Module, project_records
from pso_excel.vba.project__macros_properties_part import name_map, project_properties

NAME = "VBAProject"
WORKBOOK = "ThisWorkbook"
_UNCOMPILED = bytes.fromhex("CC61FFFF000000")
"""[MS-OVBA] 2.3.4.1 "_VBA_PROJECT Stream": version 0xFFFF and no cache after it."""
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,30}")
_OWN_NAME = re.compile(r'Attribute VB_Name = "(.*)"')
_WORKBOOK_CLASS, _SHEET_CLASS = "00020819", "00020820"


def vba_project(modules: Mapping[str, str], documents: Sequence[str]) -> bytes:
    """The binary of a project: always the same bytes for the same texts.

    ``modules`` are the texts of standard modules (``.bas``) by name, with any line ends, with or
    without their line ``Attribute VB_Name``. ``documents`` are the code names of the workbook
    (first, usually ``"ThisWorkbook"``) and of its sheets, in order; their modules have no code.

    ValueError, naming module and line, for a text that is not ASCII (another code page would read
    another text), and for a name that Excel does not take or that two modules have.
    """
    every = (*_documents(documents), *(Module(n, stored_text(n, t)) for n, t in modules.items()))
    _check_names(every)
    streams = {one.name: compress(one.text.encode("ascii")) for one in every}
    return compound_file(
        {
            "VBA": {
                "_VBA_PROJECT": _UNCOMPILED,
                "dir": compress(project_records(NAME, every)),
                **streams,
            },
            "PROJECT": project_properties(NAME, every),
            "PROJECTwm": name_map(every),
        }
    )


def _documents(names: Sequence[str]) -> Iterator[Module]:
    """The modules of workbook and sheets, which Excel asks for: attributes only."""
    for number, name in enumerate(names):
        base = _SHEET_CLASS if number else _WORKBOOK_CLASS
        lines = (
            f'VB_Name = "{name}"',
            f'VB_Base = "0{{{base}-0000-0000-C000-000000000046}}"',
            "VB_GlobalNameSpace = False",
            "VB_Creatable = False",
            "VB_PredeclaredId = True",
            "VB_Exposed = True",
            "VB_TemplateDerived = False",
            "VB_Customizable = True",
        )
        yield Module(name, "".join(f"Attribute {line}\r\n" for line in lines), document=True)


def stored_text(name: str, text: str) -> str:
    """The text of a standard module as it is stored: named in its first line, each line ended as in
    Windows. ValueError when it is not ASCII or calls itself otherwise."""
    lines = text.splitlines()
    for number, line in enumerate(lines, 1):
        if not line.isascii():
            raise ValueError(f"{name}, line {number}: macros are plain ASCII: {line.strip()}")
    named = _OWN_NAME.fullmatch(lines[0]) if lines else None
    if named and named[1] != name:
        raise ValueError(f"{name}, line 1: the module calls itself {named[1]}")
    if not named:
        lines.insert(0, f'Attribute VB_Name = "{name}"')
    return "".join(f"{line}\r\n" for line in lines)


def _check_names(modules: Sequence[Module]) -> None:
    taken = {"dir", "_vba_project"}
    for module in modules:
        if not _NAME.fullmatch(module.name):
            raise ValueError(f"{module.name}: a letter, then at most 30 letters, digits and _")
        if module.name.lower() in taken:
            raise ValueError(f"{module.name}: the name is taken")
        taken.add(module.name.lower())
