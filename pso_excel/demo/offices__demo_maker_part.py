"""What every part of a made-up office's answers needs."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from random import Random

from pso_excel.demo.offices import DemoOffice
from pso_excel.framework.pack import Framework
from pso_excel.templates.fill import Answer

ROUND = "2569-1"
ASOF = date(2026, 3, 31)
Rows = list[Mapping[str, Answer]]


@dataclass(frozen=True, slots=True)
class Maker:
    """One office in the making; ``quality`` of 0 to 1 decides its levels."""

    office: DemoOffice
    framework: Framework
    random: Random
    staff: Rows
    quality: float

    def person(self, number: int) -> str:
        """The name of one of its people, counted from 1."""
        return str(self.staff[(number - 1) % len(self.staff)]["name"])
