"""``live --serve``: the resident; what it understands, and who performs."""

import gc
from argparse import ArgumentParser
from typing import TYPE_CHECKING, Any, NoReturn

from pso_excel.cli.options import live_options
from pso_excel.cli.options__cli_asked_part import Asked
from pso_excel.core.messages import worded
from pso_excel.core.problem import Problem, Refused
from pso_excel.live.environment import load_xlwings
from pso_excel.live.request import Request
from pso_excel.live.server.client__resident_whereabouts_part import own_folder
from pso_excel.live.server.protocol import Performs, Question

if TYPE_CHECKING:
    from pso_excel.live.perform import Performer


def serve() -> int:
    """Be the resident, until nobody has asked for long. Refused: U020 no folder to be found in."""
    from pso_excel.live.server import server as serving

    folder = own_folder()
    if folder is None:
        raise Refused(Problem("U020"))
    if not serving.serve(_settled, understood, folder):
        _say("live_serving_already")
    return 0


def _settled() -> Performs:
    """Who performs in a resident: what is loaded by now stays, and is no garbage to look for."""
    made = performer()
    gc.freeze()
    _say("live_serving")
    return made


def _say(key: str) -> None:
    words = worded(key)
    print(words.th, words.en, sep="\n", flush=True)


def performer() -> "Performer":
    """Who performs, with everything it needs. Refused: U008 no xlwings."""
    load_xlwings()
    from pso_excel.live.perform import Performer

    return Performer()


def understood(question: Question) -> Request | None:
    """The request in the words of a command; None when it is nothing that a resident does."""
    try:
        given = vars(live_options(_Silent()).parse_args(question.words))
    except _NotServed:
        return None
    if given.pop("watch") or given.pop("serve"):
        return None
    return Asked(**given).request(question.folder, question.address)


class _NotServed(Exception):
    pass


class _Silent(ArgumentParser):
    """Neither prints nor ends the process: the one who asked will be told by his own."""

    def error(self, message: str) -> NoReturn:
        raise _NotServed(message)

    def print_help(self, file: Any = None) -> None:  # noqa: ARG002
        raise _NotServed
