"""The command ``pso-excel``: runs what was typed; every fault becomes its sentence."""

import sys
from typing import TextIO

from pso_excel.cli.arguments import parser
from pso_excel.garbage import seldom_swept
from pso_excel.problem import Problem, Refused


@seldom_swept()
def run() -> None:
    """Run it and end: Refused, Ctrl+C (B426) and a fault of ours become a line; exit code 2."""
    if len(sys.argv) == 1:
        parser().print_help()
        raise SystemExit(2)
    given = vars(parser().parse_args())
    command = given.pop("run")
    try:
        code = command(**given)
    except Refused as refused:
        code = _told(refused.problem, sys.stderr)
    except KeyboardInterrupt:
        code = interrupted()
    except Exception as fault:
        from pso_excel.rules import internal_fault

        code = _told(internal_fault("pso-excel", fault, ""), sys.stderr)
    raise SystemExit(code)


def interrupted() -> int:
    """Tell that it was ended by Ctrl+C; the exit code."""
    return _told(Problem("B426"), sys.stderr)


def _told(problem: Problem, stream: TextIO) -> int:
    from pso_excel.framework.wording import sentence

    for language in ("th", "en"):
        print(sentence(problem, language), file=stream)
    return 2
