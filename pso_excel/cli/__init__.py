"""The command line: ``pso-excel``."""

import sys


def main() -> None:
    """The entry point. ``live`` asks the server before anything else is loaded: a button waits
    for it."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")  # pyright: ignore
    if sys.argv[1:2] == ["live"] and "--answer" in sys.argv:
        from pso_excel.cli.run import ANSWER, MACROS, answered, of_today, take_option

        if path := take_option(ANSWER, sys.argv):
            answered(path, of_today(take_option(MACROS, sys.argv), _run))
    _run()


def _run() -> None:
    if sys.argv[1:2] == ["live"] and (code := _answer_of_server(sys.argv[2:])) is not None:
        raise SystemExit(code)
    from pso_excel.cli.run import run

    run()


def _answer_of_server(words: list[str]) -> int | None:
    """The exit code of a command that the server has answered."""
    from pso_excel.live.server.client import request_server

    try:
        output = request_server(words)
    except KeyboardInterrupt:
        from pso_excel.cli.run import interrupted

        return interrupted()
    return output.print() if output else None
