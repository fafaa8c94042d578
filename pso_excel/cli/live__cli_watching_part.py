"""``live … --watch``: again whenever the open workbook is saved."""

import sys
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from time import sleep
from typing import TYPE_CHECKING

from pso_excel.cli import live as resident
from pso_excel.cli.live__live_watching_part import saves
from pso_excel.cli.options__cli_asked_part import Asked
from pso_excel.core.messages import label
from pso_excel.core.problem import Refused
from pso_excel.core.safe_text import one_line
from pso_excel.live.request import Request
from pso_excel.live.server.protocol import said

if TYPE_CHECKING:
    from pso_excel.live.perform import Performer


def watch(asked: Asked) -> int:
    """Do it now and whenever the workbook is saved, until it is closed or Ctrl+C is pressed; the
    last exit code. Refused: no such open workbook."""
    made, request = resident.performer(), asked.request_here()
    book = made.opened(request)[1].fullname
    request = replace(request, workbook=book)
    told = label("live_watching", asked.language or "th").format(book=book)
    print(one_line(told), file=sys.stderr)
    code = 0
    with suppress(KeyboardInterrupt):
        for _ in saves(Path(book), partial(_is_open, made, request), sleep):
            code = said(request, made.perform(request)).print()
            made.settle()
    return code


def _is_open(made: "Performer", request: Request) -> bool:
    try:
        made.opened(request)
    except Refused:
        return False
    return True
