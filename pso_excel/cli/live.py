"""``live --serve``: the server; what it understands, and who performs."""

import gc
import sys
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from time import sleep
from typing import TYPE_CHECKING, Any, NoReturn

from pso_excel.cli.options import LiveOptions, live_options
from pso_excel.core.messages import term, term_in
from pso_excel.core.problem import Problem, Refused
from pso_excel.core.safe_text import single_line
from pso_excel.live.environment import load_xlwings, need_xlwings
from pso_excel.live.request import Request
from pso_excel.live.server.client import ask_or_start, own_folder
from pso_excel.live.server.protocol import Performs, ServerRequest, output_of


def act(asked: LiveOptions) -> int:
    """Do it by the server, started when there is none; here without one, and to be told of every
    fault in full (``--debug``). Refused: U008 no xlwings."""
    need_xlwings()
    answer = None if "--debug" in sys.argv else ask_or_start(sys.argv[2:])
    if answer is None:
        from pso_excel.live.server.protocol import output_of

        request = asked.request_here()
        answer = output_of(request, performer().perform(request))
    return answer.print()


LOOK_SECONDS = 1.0


def saves(path: Path, is_open: Callable[[], bool], wait: Callable[[float], None]) -> Iterator[None]:
    """Once at the beginning, and once whenever the file has been saved since the last look, a
    second apart, until the workbook is open no more. Several saves between two looks are one; a
    file that is away while it is being replaced has not been saved yet."""
    seen = _state(path)
    yield
    while is_open():
        now = _state(path)
        if now is not None and now != seen:
            seen = now
            yield
        wait(LOOK_SECONDS)


def _state(path: Path) -> tuple[int, int] | None:
    """When it was changed, and its size."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size


if TYPE_CHECKING:
    from pso_excel.live.perform import ActionRunner


def serve() -> int:
    """Be the server, until nobody has asked for long. Refused: U020 no folder to be found in."""
    from pso_excel.live.server import server as serving

    folder = own_folder()
    if folder is None:
        raise Refused(Problem("U020"))
    if not serving.serve(_settled, understood, folder):
        _print_term("live_serving_already")
    return 0


def _settled() -> Performs:
    """Who performs in a server: what is loaded by now stays, and is no garbage to look for."""
    made = performer()
    gc.freeze()
    _print_term("live_serving")
    return made


def _print_term(key: str) -> None:
    words = term(key)
    print(words.th, words.en, sep="\n", flush=True)


def performer() -> "ActionRunner":
    """Who performs, with everything it needs. Refused: U008 no xlwings."""
    load_xlwings()
    from pso_excel.live.perform import ActionRunner

    return ActionRunner()


def understood(question: ServerRequest) -> Request | None:
    """The request in the words of a command; None when it is nothing that a server does."""
    try:
        given = vars(live_options(_Silent()).parse_args(question.words))
    except _NotServed:
        return None
    if given.pop("watch") or given.pop("serve"):
        return None
    return LiveOptions(**given).request(question.folder, question.address)


class _NotServed(Exception):
    pass


class _Silent(ArgumentParser):
    """Neither prints nor ends the process: the one who asked will be told by his own."""

    def error(self, message: str) -> NoReturn:
        raise _NotServed(message)

    def print_help(self, file: Any = None) -> None:  # noqa: ARG002
        raise _NotServed


if TYPE_CHECKING:
    from pso_excel.live.perform import ActionRunner


def watch(asked: LiveOptions) -> int:
    """Do it now and whenever the workbook is saved, until it is closed or Ctrl+C is pressed; the
    last exit code. Refused: no such open workbook."""
    made, request = performer(), asked.request_here()
    book = made.opened(request)[1].fullname
    request = replace(request, workbook=book)
    text = term_in("live_watching", asked.language or "th").format(book=book)
    print(single_line(text), file=sys.stderr)
    code = 0
    with suppress(KeyboardInterrupt):
        for _ in saves(Path(book), partial(_is_open, made, request), sleep):
            code = output_of(request, made.perform(request)).print()
            made.settle()
    return code


def _is_open(made: "ActionRunner", request: Request) -> bool:
    try:
        made.opened(request)
    except Refused:
        return False
    return True
