"""``macros``: build what is handed out beside the templates, verify the macros of files, and say
which program buttons and menus start."""

from collections.abc import Iterator
from pathlib import Path

from pso_excel.buttons import VERSION
from pso_excel.buttons.excel_addin import addin
from pso_excel.buttons.libreoffice_extension import extension
from pso_excel.buttons.own_macros import verify_macros
from pso_excel.buttons.register import register_command, unregister_command
from pso_excel.cli.options import report_problem
from pso_excel.cli.output import console, print_problem
from pso_excel.core.bilingual import Language
from pso_excel.core.messages import term_in
from pso_excel.core.problem import Refused
from pso_excel.files.read import read_bytes
from pso_excel.files.replace import save
from pso_excel.files.write import make_folder
from pso_excel.forms import FORMS
from pso_excel.framework import frameworks, load_framework
from pso_excel.model.registry import Registry, Round
from pso_excel.templates.new_workbook import new_workbook
from pso_excel.templates.registry_workbook import registry_workbook


def shipped_menus() -> Iterator[tuple[str, bytes]]:
    """Every file that ``pso-excel macros build`` writes, by name."""
    yield "pso_excel.xlam", addin()
    yield "pso_excel.oxt", extension()


ROUND = "2569-1"


def shipped_templates() -> Iterator[tuple[str, bytes]]:
    """Every file of ``workbook_templates/``, by name: the office workbook of each framework, that
    of the usual one in English, both without and with buttons (.xlsm), a workbook for each stage,
    and the province's registry."""
    usual = frameworks()[0]
    framework = load_framework(usual)
    for ext, macros in (("xlsx", False), ("xlsm", True)):
        for framework_id in frameworks():
            thai = new_workbook("", ROUND, load_framework(framework_id), macros=macros)
            yield f"{framework_id}_office_th.{ext}", thai
        english = new_workbook("", ROUND, framework, language="en", macros=macros)
        yield f"{usual}_office_en.{ext}", english
    for form in FORMS:
        if form.stage[1:].isdecimal():
            name = f"{usual}_{form.stage}_th.xlsx"
            yield name, new_workbook("", ROUND, framework, stage=form.stage)
    registry = Registry(province="", round=Round(code=ROUND, framework=framework.edition))
    yield "registry_th.xlsx", registry_workbook(registry)


DIFFERENT, UNREAD = 1, 2


def build(out: Path) -> int:
    """Write the add-in of Excel and the extension of LibreOffice into a folder."""
    make_folder(out)
    for name, data in shipped_menus():
        saved = save(out / name, data)
        console().print(str(saved.path), markup=False)
        if saved.problem:
            report_problem(saved.problem)
    return 0


def verify(files: list[Path], language: Language) -> int:
    """Tell of each file whether its macros are exactly ours. The exit code is the worst: 0 ours, or
    none, 1 other macros (U019) or those of an earlier version (U021), 2 a file that cannot be
    read."""
    return max(_verified(path, language) for path in files)


def _verified(path: Path, language: Language) -> int:
    out = console()
    try:
        verdict = verify_macros(read_bytes(path), path.name)
    except Refused as refused:
        print_problem(out, refused.problem.with_location(file=path.name), language)
        return UNREAD
    if verdict.problem:
        print_problem(out, verdict.problem, language)
        return DIFFERENT
    key = "compiled" if verdict.compiled else "ours" if verdict.macros else "none"
    text = term_in(f"macros_{key}", language)
    out.print(f"  {text.format(file=path.name, version=VERSION)}", markup=False)
    return 0


def register(undo: bool, language: Language) -> int:
    """Note for this user which program buttons and menus start, or take that note away."""
    if undo:
        text = term_in("macros_unregistered", language).format(path=unregister_command())
    else:
        note = register_command()
        text = term_in("macros_registered", language).format(command=note.command, path=note.path)
    console().print(f"  {text}", markup=False)
    return 0
