"""What a province may set for itself: the severity of warnings, and what one file may cost."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from pso_excel.core.problem import Severity
from pso_excel.xlsx.reader.limits import LIMITS, Limits


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """``severities`` gives, by code, what a WARN or INFO counts as here; None silences it.

    ``limits`` bound what is read of a workbook; ``seconds`` (wall clock) and ``memory`` (bytes, of
    the whole process) bound the worker that reads one file of many.
    """

    severities: Mapping[str, Severity | None] = field(default_factory=dict[str, Severity | None])
    limits: Limits = LIMITS
    seconds: float = 10
    memory: int = 256 << 20


USUAL = Settings()
