"""A province as of a day: who sent what, what counts, and what the figures say."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pso_excel.core.figures import printed
from pso_excel.core.problem import Place, Problem
from pso_excel.framework.pack import Framework
from pso_excel.model.registry import (
    NO_CHANGES,
    Change,
    RegisteredOffice,
    Registry,
    Round,
    Severities,
    as_set,
    changes,
)
from pso_excel.province.office_digest import Digest
from pso_excel.province.rollup import (
    RollUp,
    Sent,
    copies,
    far_scores,
    ranked,
    reporting_is_low,
    roll_up,
    small_groups,
)
from pso_excel.province.select import WHOLE_WORDS, Choice, Chosen, Received
from pso_excel.province.standing import OfficeRow, Standing, bears, missing_stages, standing_of

LEAST_REPORTING = Decimal(80)  # domain E.9, ours: below it the result is provisional

__all__ = ["Province", "bears", "build_province", "count_sent"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Province:
    """The province's round: offices by code, files by name, and the figures by edition.

    ``problems`` are those of the batch: every file that does not count has one here. Those inside
    a workbook are in its office's digest. ``framework`` gives the names; ``changes`` are the rules
    whose severity the province changed.
    """

    name: str
    round: Round
    asof: date
    framework: Framework
    offices: tuple[OfficeRow, ...]
    files: tuple[Received, ...]
    problems: tuple[Problem, ...]
    sent: Sent
    rollups: tuple[RollUp, ...]
    changes: tuple[Change, ...] = ()

    @property
    def main(self) -> RollUp | None:
        """The roll-up with the most accepted offices."""
        return max(
            self.rollups,
            key=lambda one: (one.scores.n if one.scores else 0, one.offices),
            default=None,
        )

    @property
    def standings(self) -> dict[Standing, int]:
        """How many offices stand where; all but those outside are the expected ones."""
        counted = Counter(one.standing for one in self.offices)
        return {standing: counted[standing] for standing in Standing}

    @property
    def provisional(self) -> bool:
        """Too few offices have reported for the result to stand."""
        return reporting_is_low(self.sent, LEAST_REPORTING)


def build_province(
    registry: Registry,
    framework: Framework,
    choice: Choice,
    digests: Mapping[str, Digest],
    asof: date,
    problems: Iterable[Problem] = (),
    severities: Severities = NO_CHANGES,
) -> Province:
    """Put the round together from what was chosen.

    ``digests`` has, by office code, the assessment of each office in ``choice``. ``problems`` are
    those of the registry and the survey; they come first. ``severities`` are the province's own.
    """
    chosen = {one.office: one for one in choice.offices}
    codes = sorted({*registry.offices, *chosen})
    offices = [
        _office(registry, code, chosen.get(code), digests.get(code), choice.files) for code in codes
    ]
    sent = count_sent(offices)
    offices = ranked(offices, allowed=not reporting_is_low(sent, LEAST_REPORTING))
    told = [
        *(() if registry.offices else (Problem("B427"),)),
        *problems,
        *choice.problems,
        *_sending_problems(offices, chosen, registry),
        *_group_problems(offices, sent),
    ]
    return Province(
        name=registry.province,
        round=registry.round,
        asof=asof,
        framework=framework,
        offices=tuple(offices),
        files=choice.files,
        problems=tuple(as_set(told, severities)),
        sent=sent,
        rollups=_rollups(framework, offices, sent),
        changes=tuple(changes(severities)),
    )


def count_sent(offices: Sequence[OfficeRow]) -> Sent:
    """Count the expected offices; one outside is in no rate."""
    received = [one for one in offices if one.received]
    return Sent(
        sum(1 for one in offices if one.expected),
        len(received),
        sum(1 for one in received if one.accepted),
        sum(1 for one in received if one.late is not None and one.late <= 0),
    )


def _office(
    registry: Registry,
    code: str,
    chosen: Chosen | None,
    digest: Digest | None,
    files: Sequence[Received],
) -> OfficeRow:
    entry = registry.offices.get(code)
    source = (chosen.whole or chosen.parts[0][1]) if chosen else None
    named = entry or RegisteredOffice(code=code, name=source.name if source else "", expected=False)
    made = OfficeRow(
        code,
        named.name,
        named.kind,
        named.peer_group,
        named.contact,
        named.expected,
        standing_of(code, chosen, digest, files, expected=named.expected),
        chosen.files if chosen else (),
        source.framework if source else "",
        None,
        None,
        digest,
    )
    approved, due = chosen.approved if chosen else None, registry.round.due
    late = (approved - due).days if made.received and approved and due else None
    return made._replace(late=late)


def _sending_problems(
    offices: Sequence[OfficeRow], chosen: Mapping[str, Chosen], registry: Registry
) -> Iterable[Problem]:
    """Who has sent nothing or a part only, who was not expected, who was late."""
    for one in offices:
        place = Place(office=one.code)
        who = {"office": f"{one.code} {one.name}".strip()}
        counted, contact = chosen.get(one.code), one.contact or "–"
        if one.standing in (Standing.MISSING, Standing.UNREADABLE):
            yield Problem("B403", place, who | {"stage": WHOLE_WORDS, "contact": contact})
        if one.standing is Standing.PARTIAL and counted:
            missing = ", ".join(missing_stages(counted, one.digest))
            yield Problem("B403", place, who | {"stage": missing, "contact": contact})
        if one.standing is Standing.EMPTY:
            yield Problem("B418", place, who)
        in_order = one.digest is not None and not one.digest.errors
        if one.standing is Standing.RETURNED and counted and counted.draft and in_order:
            yield Problem("B434", place, who)
        if one.standing is Standing.OUTSIDE and counted and registry.offices:
            yield Problem("B404", place, who)
        if one.late is not None and one.late > 0:
            yield Problem("B406", place, who | {"n": str(one.late)})


def _group_problems(offices: Sequence[OfficeRow], sent: Sent) -> Iterable[Problem]:
    """What only shows when the offices are side by side."""
    editions = sorted({one.framework for one in offices if one.received})
    if len(editions) > 1:
        yield Problem("B409", values={"versions": ", ".join(editions)})
    if sent.reporting is not None and reporting_is_low(sent, LEAST_REPORTING):
        values = {"p": printed(sent.reporting), "t": str(LEAST_REPORTING)}
        yield Problem("B410", values=values)
    yield from copies(offices)
    yield from far_scores(offices)
    yield from small_groups(offices)


def _rollups(framework: Framework, offices: Sequence[OfficeRow], sent: Sent) -> tuple[RollUp, ...]:
    """One roll-up for each edition of the framework that received forms use."""
    editions: defaultdict[str, list[OfficeRow]] = defaultdict(list)
    for one in offices:
        if one.received:
            editions[one.framework].append(one)
    low = reporting_is_low(sent, LEAST_REPORTING)
    rollups: list[RollUp] = []
    for edition in sorted(editions):
        codes = [one.code for one in framework.systems]
        rows = (row for one in editions[edition] if one.digest for row in one.digest.systems)
        codes += sorted({row.code for row in rows}.difference(codes))
        rollups.append(roll_up(edition, editions[edition], codes, provisional=low))
    return tuple(rollups)
