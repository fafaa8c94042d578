"""What was typed after ``live``, and the request it makes."""

import json
import os
import sys
from argparse import ArgumentParser, ArgumentTypeError
from typing import TYPE_CHECKING

from pso_excel.core.bilingual import Language
from pso_excel.core.problem import Problem
from pso_excel.core.safe_text import ascii_safe

if TYPE_CHECKING:
    pass
from argparse import SUPPRESS
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    pass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pso_excel.live.request import Request


ADDRESS = "PSO_EXCEL_LIBREOFFICE"


class LiveOptions(NamedTuple):
    """What was typed after ``live``, as the command line took it."""

    action: str
    workbook: str
    app: str | None
    asof: date
    language: Language | None
    press: str
    macros: str
    address: str
    as_json: bool

    def request(self, folder: str, address: str) -> "Request":
        """The request, of a command that was typed in that folder, where LibreOffice listens at
        ``address`` unless the command says otherwise."""
        from pso_excel.live.request import Action, App, Request

        book = self.workbook
        if os.path.basename(book) != book:  # noqa: PTH119  a path, which Windows writes with \ or /
            book = os.path.normpath(os.path.join(folder, book))  # noqa: PTH118
        return Request(
            action=Action(self.action),
            asof=self.asof,
            workbook=book,
            press=self.press,
            app=App(self.app) if self.app else None,
            language=self.language,
            macros=self.macros,
            address=self.address or address,
            report=self.as_json,
        )

    def request_here(self) -> "Request":
        """The request, of a command that was typed just now."""
        folder = os.getcwd() if self.workbook else ""  # noqa: PTH109
        return self.request(folder, os.environ.get(ADDRESS, ""))


LANGUAGES: tuple[Language, ...] = ("th", "en")


ACTIONS = ("check", "score", "plan", "track", "submit", "refresh")


APPS = ("excel", "libreoffice")


def live_options(live: ArgumentParser) -> ArgumentParser:
    """All that may be typed after ``live``."""
    hint = " | ".join(ACTIONS)
    live.add_argument("action", nargs="?", choices=ACTIONS, default="check", help=hint)
    hint = "ชื่อหรือที่อยู่ของสมุดงาน; ไม่ระบุ: เล่มที่อยู่หน้าสุด · its name or path; default: in front"
    live.add_argument("--workbook", default="", help=hint)
    live.add_argument("--app", choices=APPS, help="โปรแกรมที่เปิดอยู่ · the program it is open in")
    asof(live)
    hint = "th | en; ไม่ระบุ: ตามแบบ · default: as the form"
    live.add_argument("--lang", dest="language", choices=LANGUAGES, help=hint)
    as_json(live)
    hint = "ทำซ้ำทุกครั้งที่บันทึกไฟล์ · again whenever the file is saved"
    live.add_argument("--watch", action="store_true", help=hint)
    hint = "เปิดรอรับคำสั่งในหน้าต่างนี้ · be the resident, in this window"
    live.add_argument("--serve", action="store_true", help=hint)
    hint = "ปุ่มในสมุดงานเป็นผู้ใช้ · from a button: its token"
    live.add_argument("--press", default="", metavar="TOKEN", help=hint)
    hint = "ปุ่มในสมุดงานเป็นผู้ใช้ · from a button: the version of its macros"
    live.add_argument("--macros", default="", metavar="VERSION", help=hint)
    hint = "LibreOffice รอรับคำสั่งที่ใด · where LibreOffice listens: pipe,name=… | socket,…"
    live.add_argument("--address", default="", help=hint)
    return live


def as_json(of: ArgumentParser) -> None:
    """``--json``."""
    hint = "พิมพ์ผลเป็น JSON · print JSON"
    of.add_argument("--json", dest="as_json", action="store_true", help=hint)


def debug(of: ArgumentParser) -> None:
    """``--debug``, which is there only when it was typed."""
    hint = "บันทึกความขัดข้องโดยละเอียด อาจมีค่าในช่อง · log faults in full, which may quote cells"
    of.add_argument("--debug", action="store_true", default=SUPPRESS, help=hint)


def asof(of: ArgumentParser) -> None:
    """``--asof``: a date, today when it is not given."""
    hint = "ณ วันที่ (2026-03-31 หรือ 31/03/2569) · as of; default today"
    of.add_argument("--asof", type=_day, default="", help=hint)


def _day(text: str) -> date:
    """The day of ``--asof``; the only place of the product that looks at the clock."""
    from pso_excel.core import thai

    day = thai.day(text).value if text else date.today()
    if day is None:
        raise ArgumentTypeError(f"{text}: 2026-03-31 | 31/03/2569")
    return day


def print_json(found: object) -> None:
    """One object on a line; characters that a terminal would obey are escaped."""
    print(ascii_safe(json.dumps(found, ensure_ascii=False)), flush=True)


def report_problem(problem: Problem) -> None:
    """Say what is wrong and what to do, with its code."""
    from pso_excel.core.messages import message

    for language in ("th", "en"):
        print(f"{message(problem, language)} [{problem.code}]", file=sys.stderr)
