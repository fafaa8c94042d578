"""The commands: thin, each a function of what was typed that gives the exit code.

0 clean, 1 problems of ERROR or BLOCK, 2 wrong use or a fault of ours. Each loads only what it
needs.
"""

import json
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from pso_excel.core.bilingual import Language

if TYPE_CHECKING:
    from pso_excel.cli.check import Outcome
    from pso_excel.model.registry import Settings
    from pso_excel.pipeline import LookBack


def new(
    office: str,
    round_code: str,
    stage: str,
    framework: str,
    language: Language,
    macros: bool,
    out: Path,
) -> int:
    """Write an office's workbook, or one stage of it, with or without buttons."""
    from pso_excel.files.write import safe_name
    from pso_excel.framework import load_framework
    from pso_excel.templates.new_workbook import new_workbook

    pack = load_framework(framework)
    data = new_workbook(office, round_code, pack, stage=stage, language=language, macros=macros)
    parts = [part for part in (office, round_code, stage) if part]
    ext = ".xlsm" if macros else ".xlsx"
    return _saved(out / f"{safe_name('_'.join(parts))}{ext}", data)


def template(everything: bool, out: Path) -> int:  # noqa: ARG001  it has to be typed
    """Write every blank template again."""
    from pso_excel.cli.build import shipped_templates

    return max([_saved(out / name, data) for name, data in shipped_templates()])


def check(
    files: list[Path],
    asof: date,
    language: Language | None,
    settings: Path | None,
    earlier: list[Path],
    as_json: bool,
    out: Path | None,
) -> int:
    """Check workbooks, write the results into copies, and tell what was found; of several a line
    each."""
    from pso_excel.cli.check import check_file, file_at
    from pso_excel.files.read import is_folder

    here = _settings(settings)
    only = len(files) == 1 and not is_folder(files[0])
    if only:
        before = _earlier(earlier, here)
        outcomes = iter([check_file(asof, language, file_at(files[0], out), here, before)])
    else:
        from pso_excel.cli.check_many import check_all

        outcomes = check_all(files, asof, language, out, here, earlier)
    if as_json:
        codes = (_as_line(outcome) for outcome in outcomes)
    else:
        from pso_excel.cli.output import print_lines, print_outcome

        codes = map(print_outcome, outcomes) if only else print_lines(outcomes, language or "th")
    return max(codes, default=0)


def _earlier(paths: list[Path], settings: "Settings") -> "LookBack":
    """How one workbook is compared with those of these files that its office sent before."""
    from pso_excel.pipeline import no_history

    if not paths:
        return no_history
    from pso_excel.consolidation.history import compared
    from pso_excel.consolidation.inbox import archive_of

    return partial(compared, *archive_of(paths, settings))


def _settings(path: Path | None) -> "Settings":
    from pso_excel.model.registry import USUAL

    if path is None:
        return USUAL
    from pso_excel.consolidation.settings import settings_at

    return settings_at(path)


def _as_line(outcome: "Outcome") -> int:
    from pso_excel.cli.options import print_json

    print_json(outcome.as_json())
    return outcome.exit_code


def repair(
    file: Path,
    into_round: str | None,
    as_json: bool,
    out: Path | None,
    settings: Path | None = None,
) -> int:
    """Make a fresh workbook of a damaged or older one, or of one for a new round."""
    from pso_excel.cli.repair import repair_file

    return repair_file(file, out, into_round or "", as_json, _settings(settings))


def live(
    action: str,
    workbook: str,
    app: str | None,
    asof: date,
    language: Language | None,
    as_json: bool,
    watch: bool,
    serve: bool,
    press: str,
    macros: str,
    address: str,
) -> int:
    """Do an action in the open workbook, again and again, or be the server that does."""
    if serve:
        from pso_excel.cli import live as live_server

        return live_server.serve()
    from pso_excel.cli.options import LiveOptions

    asked = LiveOptions(action, workbook, app, asof, language, press, macros, address, as_json)
    if watch:
        from pso_excel.cli import live as watching

        return watching.watch(asked)
    from pso_excel.cli.live import act

    return act(asked)


def consolidate(
    folder: Path,
    asof: date,
    language: Language,
    as_json: bool,
    out: Path | None,
    take_over: bool,
    as_csv: bool,
    macros: bool,
) -> int:
    """Consolidate a province's inbox into one book, in ``out`` or in the folder's own place."""
    from pso_excel.cli.consolidate import consolidate_folder

    return consolidate_folder(
        folder, asof, language, as_json, out=out, take_over=take_over, as_csv=as_csv, macros=macros
    )


def demo(folder: Path) -> int:
    """Write a sample province and really consolidate it."""
    from pso_excel.cli.consolidate import demonstrate

    return demonstrate(folder)


def province_init(folder: Path, name: str, round_code: str) -> int:
    """Prepare a province's folder: registry, inbox, out."""
    from pso_excel.consolidation import init_province

    for path in init_province(folder, name, round_code):
        print(path)
    return 0


def framework_list() -> int:
    """Name the packs."""
    from pso_excel.framework import frameworks, load_framework

    for framework_id in frameworks():
        pack = load_framework(framework_id)
        print(f"{pack.edition}\t{pack.name.th}\t{pack.name.en}\t({pack.source.status})")
    return 0


def framework_show(framework_id: str, language: Language) -> int:
    """Show a pack with the source of each figure."""
    from pso_excel.cli.output import print_framework
    from pso_excel.framework import load_framework

    print_framework(load_framework(framework_id), language)
    return 0


def fields(as_json: bool, language: Language) -> int:
    """Tell every field of every form, for people or for programs."""
    from pso_excel.forms import field_catalogue as catalogue

    if as_json:
        print(json.dumps(catalogue.fields(), ensure_ascii=False, indent=1))
    else:
        print(catalogue.field_catalogue(language), end="")
    return 0


def rules(code: str, as_json: bool, markdown: bool, language: Language) -> int:
    """Tell one rule in full, or list them all, for people or for programs."""
    from pso_excel.rules import rule_catalogue as rulebook

    if as_json:
        told = rulebook.rule(code) if code else rulebook.rules()
        print(json.dumps(told, ensure_ascii=False, indent=1))
    elif markdown:
        print(rulebook.rule_catalogue(language), end="")
    else:
        from pso_excel.cli.output import print_rule, print_rules

        print_rule(code, language) if code else print_rules(language)
    return 0


def macros_build(out: Path) -> int:
    """Write the add-in of Excel and the extension of LibreOffice again."""
    from pso_excel.cli import build as macros

    return macros.build(out)


def macros_verify(files: list[Path], language: Language) -> int:
    """Tell of each file whether its macros are exactly ours."""
    from pso_excel.cli import build as macros

    return macros.verify(files, language)


def macros_register(undo: bool, language: Language) -> int:
    """Say once for this user which program buttons and menus start, or take that back."""
    from pso_excel.cli import build as macros

    return macros.register(undo, language)


def _saved(path: Path, data: bytes) -> int:
    from pso_excel.cli.options import report_problem
    from pso_excel.files.replace import save
    from pso_excel.files.write import make_folder

    make_folder(path.parent)
    saved = save(path, data)
    print(saved.path)
    if saved.problem:
        report_problem(saved.problem)
    return 0
