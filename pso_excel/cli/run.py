"""``live … --answer FILE``: what the command says goes into a file.

For a menu, which starts the command and can neither read what it prints nor ask whether it lives.
The file is there, empty, as soon as the command runs; at the end it holds the exit code in its
first line, then the lines. Loaded before anything else, because a menu waits for it.
"""

import io
import os
import sys
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from typing import NoReturn

from pso_excel.cli.arguments import parser
from pso_excel.cli.options import report_problem
from pso_excel.core.faults import internal_error_problem
from pso_excel.core.performance import fewer_gc_passes
from pso_excel.core.problem import Problem, Refused
from pso_excel.files.log import kept_log


@fewer_gc_passes()
def run() -> None:
    """Run it and end: Refused, Ctrl+C (B426) and a fault of ours become a line; exit code 2."""
    if len(sys.argv) == 1:
        parser().print_help()
        raise SystemExit(2)
    given = vars(parser().parse_args())
    command = given.pop("run")
    with kept_log(debug=given.pop("debug", False)):
        try:
            code = command(**given)
        except Refused as refused:
            code = print_refusal(refused.problem)
        except KeyboardInterrupt:
            code = interrupted()
        except Exception as fault:
            code = print_refusal(internal_error_problem("pso-excel", fault))
    raise SystemExit(code)


def interrupted() -> int:
    """Tell that it was ended by Ctrl+C; the exit code."""
    return print_refusal(Problem("B426"))


def print_refusal(problem: Problem) -> int:
    """Tell what kept it from being done, in both languages; the exit code."""
    report_problem(problem)
    return 2


ANSWER, MACROS = "--answer", "--macros"
FIRST = "1"
"""The version of the menus that did not tell theirs."""
WRONG = 2


def take_option(option: str, words: list[str]) -> str:
    """What an option says, both taken out of the words; empty without it."""
    if option not in words[:-1]:
        return ""
    place = words.index(option)
    _, text = words[place : place + 2]
    del words[place : place + 2]
    return text


def of_today(macros: str, command: Callable[[], None]) -> Callable[[], None]:
    """The command for a menu of today's version; for one of another, U010 and exit code 2."""
    from pso_excel.buttons import VERSION

    if (macros or FIRST) == VERSION:
        return command

    def refuse() -> NoReturn:
        from pso_excel.core.messages import message
        from pso_excel.core.problem import Problem

        problem = Problem("U010", values={"macro": macros or FIRST, "command": VERSION})
        print(f"✖ {message(problem, 'th')} [{problem.code}]")
        sys.exit(WRONG)

    return refuse


def answered(path: str, command: Callable[[], None]) -> NoReturn:
    """Run the command with its output into a new file, and end as it ends. O002 and exit code 2
    where that file cannot be made, or is there already: nobody's file is written over."""
    try:
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    except OSError as error:
        sys.exit(_unwritable(path, error))
    heard = io.StringIO()
    code: object = WRONG
    try:
        with redirect_stdout(heard), redirect_stderr(heard):
            command()
    except SystemExit as end:
        code = end.code or 0
    finally:
        _fill(path, f"{code}\n{heard.getvalue()}")
    sys.exit(int(str(code)))


def _unwritable(path: str, error: OSError) -> int:
    from pathlib import Path

    from pso_excel.cli.run import print_refusal
    from pso_excel.core.problem import Refused
    from pso_excel.files.write import refuse_write

    try:
        refuse_write(Path(path), 0, error)
    except Refused as refused:
        return print_refusal(refused.problem)


def _fill(path: str, text: str) -> None:
    """The whole of it at once: who looks meanwhile finds it empty. Who has taken the file away no
    longer waits, and is left nothing."""
    if not os.path.exists(path):  # noqa: PTH110
        return
    part = f"{path}.part"
    with open(part, "x", encoding="utf-8", newline="\n") as file:  # noqa: PTH123  pathlib is slow
        file.write(text)
    os.replace(part, path)  # noqa: PTH105
