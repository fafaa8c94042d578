"""``macros``: build what is handed out beside the templates, verify the macros of files, and say
which program buttons and menus start."""

from pathlib import Path

from pso_excel.books.macros import VERSION
from pso_excel.books.macros.registering import register_command, unregister_command
from pso_excel.books.macros.shipped import shipped_menus
from pso_excel.books.macros.verifying import verify_macros
from pso_excel.books.saving import save
from pso_excel.books.storage import make_folder, read_bytes
from pso_excel.cli.printing import console, print_problem
from pso_excel.cli.telling import tell
from pso_excel.framework.wording import label
from pso_excel.problem import Refused
from pso_excel.words import Language

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
