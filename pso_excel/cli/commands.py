"""The command ``pso-excel``: thin; every sentence comes from the catalogues.

Exit codes: 0 clean, 1 problems of ERROR or BLOCK, 2 wrong use or a fault of ours.
"""

import json
import sys
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from pso_excel.words import Language

app = typer.Typer(
    name="pso-excel",
    help="แบบประเมิน แผนยกระดับ และรวมผลของจังหวัด P.S.O. · P.S.O. workbooks: check, consolidate.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
province_app = typer.Typer(help="แฟ้มงานของจังหวัด · a province's folder.", no_args_is_help=True)
framework_app = typer.Typer(help="ชุดเกณฑ์ · framework packs.", no_args_is_help=True)
app.add_typer(province_app, name="province")
app.add_typer(framework_app, name="framework")

Lang = Annotated[str, typer.Option("--lang", help="th | en")]
AsOf = Annotated[
    str, typer.Option("--asof", help="ณ วันที่ (2026-03-31 หรือ 31/03/2569) · as of; default today")
]
AsJson = Annotated[bool, typer.Option("--json", help="พิมพ์ผลเป็น JSON · print JSON")]
Round = Annotated[str, typer.Option("--round", help="รอบ · round, 2569-1")]
Pack = Annotated[str, typer.Option("--framework", help="ชุดเกณฑ์ · framework pack")]
Folder = Annotated[Path, typer.Argument(help="โฟลเดอร์ · folder")]


@app.command()
def new(
    office: Annotated[str, typer.Option("--office", help="รหัสหน่วยงาน · office code")],
    round: Round,
    stage: Annotated[str, typer.Option("--stage", help="S00 … S10: เฉพาะขั้น · one stage")] = "",
    framework: Pack = "pso",
    lang: Lang = "th",
    out: Annotated[Path, typer.Option("--out", help="โฟลเดอร์ปลายทาง · folder")] = Path(),
) -> None:
    """สร้างแบบฟอร์มของหน่วยงาน · write an office's workbook, or one stage of it."""
    from pso_excel.books.storage import safe_name
    from pso_excel.books.templates import new_workbook

    pack = _pack(framework)
    _known_stage(stage)
    data = new_workbook(office, round, pack, stage=stage, language=_language(lang))
    parts = [part for part in (office, round, stage) if part]
    _say(_save(out / f"{safe_name('_'.join(parts))}.xlsx", data))


@app.command()
def template(
    all: Annotated[bool, typer.Option("--all", help="ทุกแบบ · every template")] = False,
    out: Annotated[Path, typer.Option("--out")] = Path("workbook_templates"),
) -> None:
    """สร้างแบบฟอร์มเปล่าทุกแบบใหม่ · write every blank template again."""
    from pso_excel.books.shipped import shipped_templates

    if not all:
        raise typer.BadParameter("--all")
    for name, data in shipped_templates():
        _say(_save(out / name, data))


@app.command()
def check(
    files: Annotated[list[Path], typer.Argument(help="ไฟล์ .xlsx · workbooks")],
    asof: AsOf = "",
    lang: Annotated[str, typer.Option("--lang", help="th | en; ไม่ระบุ: ตามแบบ")] = "",
    as_json: AsJson = False,
    out: Annotated[Path | None, typer.Option("--out", help="โฟลเดอร์ปลายทาง · folder")] = None,
) -> None:
    """ตรวจแบบที่กรอกแล้ว และเขียนผลลงในสำเนา · check workbooks, write the results into copies."""
    from pso_excel.cli.checking import check_file

    day, language = _day(asof), _language(lang) if lang else None
    outcomes = [check_file(path, day, language, out) for path in files]
    for outcome in outcomes:
        if as_json:
            _say(json.dumps(outcome.as_json(), ensure_ascii=False))
        else:
            from pso_excel.cli.printing import print_outcome

            print_outcome(outcome)
    raise typer.Exit(max(outcome.exit_code for outcome in outcomes))


@app.command()
def consolidate(
    folder: Folder,
    asof: AsOf = "",
    lang: Lang = "th",
    as_json: AsJson = False,
) -> None:
    """รวมไฟล์ทั้งจังหวัดเป็นเล่มเดียว · consolidate a province's inbox into one book."""
    from pso_excel.cli.province import consolidate_folder

    raise typer.Exit(consolidate_folder(folder, _day(asof), _language(lang), as_json))


@app.command()
def demo(folder: Annotated[Path, typer.Argument()] = Path("demo")) -> None:
    """สร้างจังหวัดตัวอย่าง 24 หน่วยงาน แล้วรวมผลจริง · a sample province, really consolidated."""
    from pso_excel.cli.province import demonstrate

    raise typer.Exit(demonstrate(folder))


@province_app.command("init")
def province_init(
    folder: Folder,
    name: Annotated[str, typer.Option("--name", help="ชื่อจังหวัด · province")],
    round: Round,
) -> None:
    """เตรียมแฟ้ม: ทะเบียนหน่วยงาน กล่องรับ ผลลัพธ์ · registry, inbox, out."""
    from pso_excel.batch import init_province

    for path in init_province(folder, name, round):
        _say(str(path))


@framework_app.command("list")
def framework_list() -> None:
    """ชุดเกณฑ์ที่มี · the packs."""
    from pso_excel.framework import frameworks, load_framework

    for id in frameworks():
        pack = load_framework(id)
        _say(f"{pack.edition}\t{pack.name.th}\t{pack.name.en}\t({pack.source.status})")


@framework_app.command("show")
def framework_show(id: Annotated[str, typer.Argument()] = "pso", lang: Lang = "th") -> None:
    """ระบบ ตัวชี้วัด เกณฑ์ และที่มา · a pack with the source of each figure."""
    from pso_excel.cli.printing import print_framework

    print_framework(_pack(id), _language(lang))


@app.command()
def fields(
    as_json: AsJson = False,
    lang: Lang = "th",
) -> None:
    """ทุกช่องของทุกแบบ · every field of every form, for people or for programs."""
    from pso_excel import catalogue

    if as_json:
        _say(json.dumps(catalogue.fields(), ensure_ascii=False, indent=1))
    else:
        _say(catalogue.field_catalogue(_language(lang)))


def _say(line: str) -> None:
    typer.echo(line)


def _save(path: Path, data: bytes) -> str:
    from pso_excel.books.storage import write_whole

    path.parent.mkdir(parents=True, exist_ok=True)
    return str(write_whole(path, data).path)


def _language(text: str) -> Language:
    if text not in ("th", "en"):
        raise typer.BadParameter(f"--lang {text}: th | en")
    return "en" if text == "en" else "th"


def _day(text: str) -> date:
    """The day of ``--asof``; the only place of the product that looks at the clock."""
    from pso_excel import thai

    if not text:
        return date.today()
    day = thai.day(text).value
    if day is None:
        raise typer.BadParameter(f"--asof {text}: 2026-03-31 | 31/03/2569")
    return day


def _pack(id: str) -> Any:
    from pso_excel.framework import frameworks, load_framework

    if id not in frameworks():
        raise typer.BadParameter(f"--framework {id}: {' | '.join(frameworks())}")
    return load_framework(id)


def _known_stage(stage: str) -> None:
    from pso_excel.stages import FORMS

    known = [form.stage for form in FORMS if form.stage[1:].isdigit()]
    if stage and stage not in known:
        raise typer.BadParameter(f"--stage {stage}: {' | '.join(known)}")


def main() -> None:
    """The entry point: Refused becomes its sentence, a fault of ours one line and exit code 2."""
    from pso_excel.problem import Refused

    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")  # pyright: ignore
    try:
        app()
    except Refused as refused:
        from pso_excel.framework.wording import sentence

        typer.echo(sentence(refused.problem, "th"), err=True)
        typer.echo(sentence(refused.problem, "en"), err=True)
        raise SystemExit(2) from None
    except Exception as fault:
        from pso_excel.framework.wording import sentence
        from pso_excel.rules import internal_fault

        problem = internal_fault("pso-excel", fault, "")
        typer.echo(sentence(problem, "th"), err=True)
        typer.echo(sentence(problem, "en"), err=True)
        raise SystemExit(2) from None
