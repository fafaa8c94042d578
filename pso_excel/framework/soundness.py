"""What has to hold between the rows of a pack: codes, parents, weights, levels, bands."""

from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import pairwise

from pso_excel.framework.pack import Direction, Framework, Indicator, Method
from pso_excel.framework.parser import refusal

FULL = Decimal(100)
LEVELS = [0, 1, 2, 3, 4, 5]
POINTS = {Direction.MORE: 5, Direction.LESS: 5, Direction.RANGE: 4}


def check_sound(framework: Framework) -> None:
    """Raise :class:`Refused` (N007 to N013, N015) with the first fault between the rows."""
    _codes_once(framework)
    _parents_exist(framework)
    _weights_add_up(framework)
    for indicator in framework.indicators:
        _method_complete(indicator)
    _rubric_rises(framework)
    _bands_cover(framework)


def _codes_once(framework: Framework) -> None:
    nodes = [item.code for item in (*framework.systems, *framework.indicators)]
    for codes in (nodes, [b.code for b in framework.bands], [q.code for q in framework.readiness]):
        for code, times in Counter(codes).items():
            if times > 1:
                raise refusal("N007", code=code)


def _parents_exist(framework: Framework) -> None:
    """A parent is a system, or a composite indicator that stands in a system itself."""
    systems = {system.code for system in framework.systems}
    composites = {
        indicator.code
        for indicator in framework.indicators
        if indicator.method is Method.COMPOSITE and indicator.parent in systems
    }
    for indicator in framework.indicators:
        nested = indicator.method is Method.COMPOSITE and indicator.parent not in systems
        if indicator.parent not in systems | composites or nested:
            raise refusal("N009", code=indicator.code, parent=indicator.parent)
    parents = {indicator.parent for indicator in framework.indicators}
    for code in (*(system.code for system in framework.systems), *sorted(composites)):
        if code not in parents:
            raise refusal("N015", code=code)


def _weights_add_up(framework: Framework) -> None:
    """Siblings' weights add up to exactly 100."""
    families: dict[str, list[Decimal]] = {"": [system.weight for system in framework.systems]}
    for indicator in framework.indicators:
        families.setdefault(indicator.parent, []).append(indicator.weight)
    for parent, weights in families.items():
        total = sum(weights, Decimal(0))
        if total != FULL:
            raise refusal("N008", parent=parent or "systems", sum=str(total))


def _method_complete(indicator: Indicator) -> None:
    """A quantity has a direction and points that rise; gated tiers have boxes; no other has any."""
    points = ", ".join(map(str, indicator.points))
    if indicator.method is Method.QUANTITY:
        wanted = POINTS.get(indicator.direction) if indicator.direction else None
        if wanted != len(indicator.points) or not _rises(indicator.points, indicator.direction):
            raise refusal("N010", code=indicator.code, points=points)
    elif indicator.points or indicator.direction:
        raise refusal("N010", code=indicator.code, points=points)
    if (indicator.method is Method.TIERS) != (indicator.boxes is not None):
        found = ", ".join(map(str, indicator.boxes or ()))
        raise refusal("N011", where=f"indicators {indicator.code}", key="boxes", found=found)


def _rises(points: Sequence[Decimal], direction: Direction | None) -> bool:
    """Strictly increasing; the band of a RANGE (its second and third points) may be one value."""
    pairs = list(pairwise(points))
    if direction is Direction.RANGE:
        return all(a < b for a, b in (pairs[0], pairs[2])) and pairs[1][0] <= pairs[1][1]
    return all(a < b for a, b in pairs)


def _rubric_rises(framework: Framework) -> None:
    """Levels are 0 to 5, as the sheets offer them, and their scores rise from 0 to 100."""
    scores = [level.score for level in framework.rubric]
    numbers = [level.number for level in framework.rubric]
    if numbers != LEVELS or scores[0] != 0 or scores[-1] != FULL or _falls(scores):
        found = ", ".join(f"{level.number}={level.score}" for level in framework.rubric)
        raise refusal("N013", found=found)


def _bands_cover(framework: Framework) -> None:
    """Bands begin at 0 and rise."""
    lows = [band.low for band in framework.bands]
    if lows[0] != 0 or _falls(lows):
        raise refusal("N012", found=", ".join(map(str, lows)))


def _falls(numbers: Iterable[Decimal]) -> bool:
    return any(a >= b for a, b in pairwise(numbers))
