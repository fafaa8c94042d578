"""The command ``pso-excel``: runs what was typed; every fault becomes its sentence."""

import sys

from pso_excel.cli.arguments import parser
from pso_excel.cli.output__cli_telling_part import tell
from pso_excel.core.faults import internal_fault
from pso_excel.core.performance__garbage_part import seldom_swept
from pso_excel.core.problem import Problem, Refused
from pso_excel.files.log import kept_log


@seldom_swept()
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
            code = told(refused.problem)
        except KeyboardInterrupt:
            code = interrupted()
        except Exception as fault:
            code = told(internal_fault("pso-excel", fault))
    raise SystemExit(code)


def interrupted() -> int:
    """Tell that it was ended by Ctrl+C; the exit code."""
    return told(Problem("B426"))


def told(problem: Problem) -> int:
    """Tell what kept it from being done, in both languages; the exit code."""
    tell(problem)
    return 2
