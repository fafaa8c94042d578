"""From words of a command to a request, and from a reply to what the command prints."""

import json
from collections.abc import Callable
from typing import NamedTuple, Protocol

from pso_excel.core.bilingual import Language
from pso_excel.core.messages import message, term
from pso_excel.core.problem import Problem
from pso_excel.core.safe_text import ascii_safe, single_line
from pso_excel.live.request import Reply, Request
from pso_excel.live.server.client import ServerOutput
from pso_excel.results.json_report import problem_json

WRONG = 2


class ServerRequest(NamedTuple):
    """A command as it was typed: its words, which installed program it is, the folder it was typed
    in, and where LibreOffice listens (empty when nobody says)."""

    words: tuple[str, ...]
    edition: str
    folder: str
    address: str


Understand = Callable[[ServerRequest], Request | None]
"""None: not one that the server serves."""


class Performs(Protocol):
    """Who does what is requested; ``live.performing.Performer``."""

    def perform(self, request: Request) -> Reply:
        """Do it, and tell what came of it."""
        ...

    def settle(self) -> None:
        """Prepare for the next request, while nobody waits."""
        ...

    def answer_macro(self, request: Request, reply: Reply) -> None:
        """Let the macro of a press know what it was answered."""
        ...


def output_of(request: Request, reply: Reply) -> ServerOutput:
    """What the command prints: its lines, or the report as ``check --json`` prints it; where there
    is no report to print, its lines as a complaint."""
    if request.report and reply.report is not None:
        text = ascii_safe(json.dumps(reply.report, ensure_ascii=False))
        return ServerOutput(reply.exit_code, f"{text}\n")
    lines = "".join(f"{single_line(line)}\n" for line in reply.lines)
    return ServerOutput(reply.exit_code, *(("", lines) if request.report else (lines, "")))


def refused(problem: Problem, language: Language | None = None) -> Reply:
    """A reply that is one problem, which kept anything from being done."""
    spoken = language or "th"
    line = f"✖ {message(problem, spoken)} [{problem.code}]"
    return Reply(WRONG, (line,), {"problems": [problem_json(problem, spoken)]})


def busy(running: Request, language: Language | None) -> Reply:
    """U005: another action is at work."""
    values = {"action": term(f"live_{running.action}")}
    return refused(Problem("U005", values=values), language)
