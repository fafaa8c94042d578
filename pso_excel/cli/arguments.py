"""What may be typed after ``pso-excel``: the commands, and what each takes, in both languages.

Parsed by the standard library: a library for command lines takes longer to load than a workbook
takes to check.
"""

from argparse import SUPPRESS, Action, ArgumentParser, ArgumentTypeError
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

from pso_excel.cli import commands
from pso_excel.cli.options import LANGUAGES, as_json, asof, debug, live_options

Add = Callable[..., ArgumentParser]
Run = Callable[..., int]


def parser() -> ArgumentParser:
    """Every command; ``run`` of what was parsed is its function, the rest are its arguments."""
    top = ArgumentParser(
        "pso-excel",
        description="แบบประเมิน แผนยกระดับ และรวมผลของจังหวัด P.S.O. · "
        "P.S.O. workbooks: check, consolidate.",
        allow_abbrev=False,
    )
    hint = "รุ่นของโปรแกรม · version of the program"
    top.add_argument("--version", action=_Version, nargs=0, dest=SUPPRESS, help=hint)
    debug(top)
    add = _several(top)
    _of_an_office(add)
    _of_an_open_workbook(add)
    _of_a_province(add)
    _of_the_forms(add)
    _of_the_macros(add)
    return top


class _Version(Action):
    """Says which version this is, and ends; it is looked up only then."""

    def __call__(self, parser: ArgumentParser, *_: object) -> NoReturn:
        from importlib.metadata import version

        print(f"pso-excel {version('pso-excel')}")
        parser.exit()


def _of_an_office(add: Add) -> None:
    text = "สร้างแบบฟอร์มของหน่วยงาน · write an office's workbook, or one stage of it"
    new = _command(add, "new", commands.new, text)
    new.add_argument("--office", required=True, help="รหัสหน่วยงาน · office code")
    _round(new)
    new.add_argument("--stage", type=_stage, default="", help="S00 … S10: เฉพาะขั้น · one stage")
    new.add_argument("--framework", type=_pack, default="pso", help="ชุดเกณฑ์ · framework pack")
    hint = "มีปุ่มในสมุดงาน (.xlsm) · with buttons, which are macros (.xlsm)"
    new.add_argument("--macros", action="store_true", help=hint)
    _language(new)
    _out(new, Path())

    text = "ตรวจแบบที่กรอกแล้ว และเขียนผลลงในสำเนา · check workbooks, write the results into copies"
    check = _command(add, "check", commands.check, text)
    hint = "ไฟล์ .xlsx หรือโฟลเดอร์ · workbooks or folders"
    check.add_argument("files", nargs="+", type=Path, help=hint)
    asof(check)
    hint = "th | en; ไม่ระบุ: ตามแบบ · default: as the form"
    check.add_argument("--lang", dest="language", choices=LANGUAGES, help=hint)
    _settings(check)
    hint = "แบบที่หน่วยงานส่งไว้ก่อน ใช้เทียบ · what the office sent before, to compare with"
    check.add_argument("--earlier", nargs="+", type=Path, default=[], help=hint)
    as_json(check)
    _out(check, None)

    text = "ซ่อมแบบที่เสียหายหรือเก่า ข้อมูลที่กรอกอยู่ครบ · a fresh form with everything that was typed"
    repair = _command(add, "repair", commands.repair, text)
    repair.add_argument("file", type=Path, help="ไฟล์ .xlsx · workbook")
    hint = "ยกข้อมูลที่ใช้ต่อเนื่องไปรอบใหม่ ไม่ยกคำตอบ · a new round's form with what lasts, 2570-1"
    repair.add_argument("--into-round", type=_round_code, help=hint)
    _settings(repair)
    as_json(repair)
    _out(repair, None)


def _of_an_open_workbook(add: Add) -> None:
    text = "ทำงานในสมุดงานที่เปิดอยู่ แม้ยังไม่ได้บันทึก · work in the open workbook, saved or not"
    live_options(_command(add, "live", commands.live, text))


def _of_a_province(add: Add) -> None:
    province = _command(add, "province", None, "แฟ้มงานของจังหวัด · a province's folder")
    text = "เตรียมแฟ้ม: ทะเบียนหน่วยงาน กล่องรับ ผลลัพธ์ · registry, inbox, out"
    init = _command(_several(province), "init", commands.province_init, text)
    _folder(init)
    init.add_argument("--name", required=True, help="ชื่อจังหวัด · province")
    _round(init)

    text = "รวมไฟล์ทั้งจังหวัดเป็นเล่มเดียว · consolidate a province's inbox into one book"
    consolidate = _command(add, "consolidate", commands.consolidate, text)
    _folder(consolidate)
    asof(consolidate)
    _language(consolidate)
    as_json(consolidate)
    _out(consolidate, None)
    hint = "รับช่วงจากงานที่ค้าง · take the place of a run that was ended half-way"
    consolidate.add_argument("--take-over", action="store_true", help=hint)
    hint = "เขียนตารางเป็น CSV ด้วย · write the long tables as CSV as well"
    consolidate.add_argument("--csv", dest="as_csv", action="store_true", help=hint)
    hint = "มีปุ่มรวมใหม่ในเล่มรวม (.xlsm) · with a button that consolidates again (.xlsm)"
    consolidate.add_argument("--macros", action="store_true", help=hint)

    text = "สร้างจังหวัดตัวอย่าง 24 หน่วยงาน แล้วรวมผลจริง · a sample province, really consolidated"
    demo = _command(add, "demo", commands.demo, text)
    demo.add_argument("folder", nargs="?", type=Path, default=Path("demo"), help="โฟลเดอร์ · folder")


def _of_the_forms(add: Add) -> None:
    framework = _several(_command(add, "framework", None, "ชุดเกณฑ์ · framework packs"))
    _command(framework, "list", commands.framework_list, "ชุดเกณฑ์ที่มี · the packs")
    text = "ระบบ ตัวชี้วัด เกณฑ์ และที่มา · a pack with the source of each figure"
    show = _command(framework, "show", commands.framework_show, text)
    show.add_argument("framework_id", metavar="id", nargs="?", type=_pack, default="pso")
    _language(show)

    text = "ทุกช่องของทุกแบบ · every field of every form, for people or for programs"
    fields = _command(add, "fields", commands.fields, text)
    as_json(fields)
    _language(fields)

    text = "ทุกกติกาพร้อมข้อความและวิธีแก้ · every rule, its message and what to do"
    rules = _command(add, "rules", commands.rules, text)
    rules.add_argument("code", nargs="?", type=_rule, default="", help="รหัสกติกา · rule, S803")
    as_json(rules)
    hint = "พิมพ์เป็นหน้าเอกสาร · print the page of the documentation"
    rules.add_argument("--markdown", action="store_true", help=hint)
    _language(rules)

    text = "สร้างแบบฟอร์มเปล่าทุกแบบใหม่ · write every blank template again"
    template = _command(add, "template", commands.template, text)
    template.add_argument(
        "--all", dest="everything", required=True, action="store_true", help="ทุกแบบ · every one"
    )
    _out(template, Path("workbook_templates"))


def _of_the_macros(add: Add) -> None:
    macros = _several(_command(add, "macros", None, "ปุ่มและเมนู · buttons and menus"))
    text = "สร้างส่วนเสริมของ Excel และ LibreOffice · write the add-in and the extension again"
    _out(_command(macros, "build", commands.macros_build, text), Path("workbook_templates"))
    text = "มาโครในไฟล์ตรงกับต้นฉบับหรือไม่ · whether the macros of files are exactly ours"
    verify = _command(macros, "verify", commands.macros_verify, text)
    verify.add_argument("files", nargs="+", type=Path, help="ไฟล์ .xlsm .xlam · files")
    _language(verify)
    text = "ให้ปุ่มและเมนูเรียกโปรแกรมนี้ สั่งครั้งเดียวต่อผู้ใช้ · let buttons and menus start this program"
    register = _command(macros, "register", commands.macros_register, text)
    hint = "ยกเลิก: ปุ่มไม่เรียกโปรแกรมใด · take it back: buttons start nothing"
    register.add_argument("--undo", action="store_true", help=hint)
    _language(register)


def _several(of: ArgumentParser) -> Add:
    return of.add_subparsers(
        title="คำสั่ง · Commands", prog=of.prog, metavar="COMMAND", required=True
    ).add_parser


def _command(add: Add, name: str, run: Run | None, text: str) -> ArgumentParser:
    made = add(name, help=text, description=text, allow_abbrev=False)
    if run:
        made.set_defaults(run=run)
        debug(made)
    return made


def _folder(of: ArgumentParser) -> None:
    of.add_argument("folder", type=Path, help="โฟลเดอร์ · folder")


def _out(of: ArgumentParser, default: Path | None) -> None:
    of.add_argument("--out", type=Path, default=default, help="โฟลเดอร์ปลายทาง · folder")


def _settings(of: ArgumentParser) -> None:
    hint = "การตั้งค่าของจังหวัด · the province's settings.toml"
    of.add_argument("--settings", type=Path, help=hint)


def _round(of: ArgumentParser) -> None:
    of.add_argument(
        "--round",
        dest="round_code",
        metavar="ROUND",
        type=_round_code,
        required=True,
        help="รอบ · round, 2569-1",
    )


def _language(of: ArgumentParser) -> None:
    of.add_argument("--lang", dest="language", choices=LANGUAGES, default="th", help="th | en")


def _round_code(text: str) -> str:
    """A B.E. year and a number, Thai digits taken as well: ``"2569-1"``."""
    from pso_excel.core import thai

    code = thai.digits(text.strip())
    year, _, number = code.partition("-")
    if not (year.isdecimal() and len(year) == 4 and number.isdecimal() and 1 <= len(number) <= 2):
        raise ArgumentTypeError(f"{text}: 2569-1")
    return code


def _pack(framework_id: str) -> str:
    from pso_excel.framework import frameworks

    return _one_of(framework_id, frameworks())


def _rule(code: str) -> str:
    from difflib import get_close_matches

    from pso_excel.core.messages import catalogue

    known = catalogue()
    if code.upper() in ("", *known):
        return code.upper()
    raise ArgumentTypeError(f"{code}: {' | '.join(get_close_matches(code.upper(), known)) or '?'}")


def _stage(stage: str) -> str:
    from pso_excel.forms import FORMS

    return _one_of(stage, ("", *(form.stage for form in FORMS if form.stage[1:].isdigit())))


def _one_of(text: str, known: tuple[str, ...]) -> str:
    if text not in known:
        raise ArgumentTypeError(f"{text}: {' | '.join(filter(None, known))}")
    return text
