"""``macros``: build what is handed out beside the templates, verify the macros of files, and say
which program buttons and menus start."""

from pathlib import Path

from pso_excel.buttons.books_macros_part import VERSION
from pso_excel.buttons.own_macros__macros_verifying_part import verify_macros
from pso_excel.buttons.register import register_command, unregister_command
from pso_excel.cli.build__macros_shipped_part import shipped_menus
from pso_excel.cli.output import console, print_problem
from pso_excel.cli.output__cli_telling_part import tell
from pso_excel.core.bilingual import Language
from pso_excel.core.messages import label
from pso_excel.core.problem import Refused
from pso_excel.files.replace import save
from pso_excel.files.write import make_folder, read_bytes

DIFFERENT, UNREAD = 1, 2


def build(out: Path) -> int:
    """Write the add-in of Excel and the extension of LibreOffice into a folder."""
    make_folder(out)
    for name, data in shipped_menus():
        saved = save(out / name, data)
        console().print(str(saved.path), markup=False)
        if saved.problem:
            tell(saved.problem)
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
        print_problem(out, refused.problem.at(file=path.name), language)
        return UNREAD
    if verdict.problem:
        print_problem(out, verdict.problem, language)
        return DIFFERENT
    key = "compiled" if verdict.compiled else "ours" if verdict.macros else "none"
    said = label(f"macros_{key}", language)
    out.print(f"  {said.format(file=path.name, version=VERSION)}", markup=False)
    return 0


def register(undo: bool, language: Language) -> int:
    """Note for this user which program buttons and menus start, or take that note away."""
    if undo:
        said = label("macros_unregistered", language).format(path=unregister_command())
    else:
        note = register_command()
        said = label("macros_registered", language).format(command=note.command, path=note.path)
    console().print(f"  {said}", markup=False)
    return 0
