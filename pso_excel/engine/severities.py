"""What a province makes of warnings: raised, lowered or silenced."""

from collections.abc import Iterable, Iterator, Mapping

from pso_excel.problem import Problem, Severity


def as_set(
    problems: Iterable[Problem], severities: Mapping[str, Severity | None]
) -> Iterator[Problem]:
    """The problems with the severity the province gave their code; those it silenced are gone."""
    for problem in problems:
        if problem.code not in severities:
            yield problem
        elif severity := severities[problem.code]:
            yield problem._replace(severity=severity)
