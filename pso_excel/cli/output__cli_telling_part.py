"""One sentence in both languages, beside what a command prints."""

import sys

from pso_excel.core.problem import Problem


def tell(problem: Problem) -> None:
    """Say what is wrong and what to do, with its code."""
    from pso_excel.core.messages import sentence

    for language in ("th", "en"):
        print(f"{sentence(problem, language)} [{problem.code}]", file=sys.stderr)
