"""A province as of a day: who sent what, what counts, and what the figures say."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pso_excel.core.figures import format_figure
from pso_excel.core.problem import Location, Problem
from pso_excel.framework.pack import Framework
from pso_excel.model.registry import (
    NO_CHANGES,
    Change,
    RegisteredOffice,
    Registry,
    Round,
    Severities,
    apply_severities,
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
from pso_excel.province.select import WHOLE_WORDS, CountedFiles, ReceivedFile, Selection
from pso_excel.province.standing import (
    OfficeRow,
    ReportingStatus,
    file_name_has_code,
    missing_stages,
    standing_of,
)

LEAST_REPORTING = Decimal(80)  # domain E.9, ours: below it the result is provisional

__all__ = ["Province", "build_province", "count_sent", "file_name_has_code"]


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
    files: tuple[ReceivedFile, ...]
    problems: tuple[Problem, ...]
    sent: Sent
    rollups: tuple[RollUp, ...]
    changes: tuple[Change, ...] = ()

    @property
    def main(self) -> RollUp | None:
        """The roll-up with the most accepted offices."""
        return max(
            self.rollups,
            key=lambda each_roll_up: (
                each_roll_up.scores.n if each_roll_up.scores else 0,
                each_roll_up.offices,
            ),
            default=None,
        )

    @property
    def standings(self) -> dict[ReportingStatus, int]:
        """How many offices stand where; all but those outside are the expected ones."""
        counted = Counter(office.standing for office in self.offices)
        return {status: counted[status] for status in ReportingStatus}

    @property
    def provisional(self) -> bool:
        """Too few offices have reported for the result to stand."""
        return reporting_is_low(self.sent, LEAST_REPORTING)


def build_province(
    registry: Registry,
    framework: Framework,
    choice: Selection,
    digests: Mapping[str, Digest],
    asof: date,
    problems: Iterable[Problem] = (),
    severities: Severities = NO_CHANGES,
) -> Province:
    """Put the round together from what was chosen.

    ``digests`` has, by office code, the assessment of each office in ``choice``. ``problems`` are
    those of the registry and the survey; they come first. ``severities`` are the province's own.
    """
    chosen = {counted.office: counted for counted in choice.offices}
    codes = sorted({*registry.offices, *chosen})
    offices = [
        _office(registry, code, chosen.get(code), digests.get(code), choice.files) for code in codes
    ]
    sent = count_sent(offices)
    offices = ranked(offices, allowed=not reporting_is_low(sent, LEAST_REPORTING))
    found_problems = [
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
        problems=tuple(apply_severities(found_problems, severities)),
        sent=sent,
        rollups=_rollups(framework, offices, sent),
        changes=tuple(changes(severities)),
    )


def count_sent(offices: Sequence[OfficeRow]) -> Sent:
    """Count the expected offices; one outside is in no rate."""
    received = [office for office in offices if office.received]
    return Sent(
        sum(1 for office in offices if office.expected),
        len(received),
        sum(1 for office in received if office.accepted),
        sum(1 for office in received if office.late is not None and office.late <= 0),
    )


def _office(
    registry: Registry,
    code: str,
    chosen: CountedFiles | None,
    digest: Digest | None,
    files: Sequence[ReceivedFile],
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
    offices: Sequence[OfficeRow], chosen: Mapping[str, CountedFiles], registry: Registry
) -> Iterable[Problem]:
    """Who has sent nothing or a part only, who was not expected, who was late."""
    for office in offices:
        place = Location(office=office.code)
        who = {"office": f"{office.code} {office.name}".strip()}
        counted, contact = chosen.get(office.code), office.contact or "–"
        if office.standing in (ReportingStatus.MISSING, ReportingStatus.UNREADABLE):
            yield Problem("B403", place, who | {"stage": WHOLE_WORDS, "contact": contact})
        if office.standing is ReportingStatus.PARTIAL and counted:
            missing = ", ".join(missing_stages(counted, office.digest))
            yield Problem("B403", place, who | {"stage": missing, "contact": contact})
        if office.standing is ReportingStatus.EMPTY:
            yield Problem("B418", place, who)
        in_order = office.digest is not None and not office.digest.errors
        if office.standing is ReportingStatus.RETURNED and counted and counted.draft and in_order:
            yield Problem("B434", place, who)
        if office.standing is ReportingStatus.OUTSIDE and counted and registry.offices:
            yield Problem("B404", place, who)
        if office.late is not None and office.late > 0:
            yield Problem("B406", place, who | {"n": str(office.late)})


def _group_problems(offices: Sequence[OfficeRow], sent: Sent) -> Iterable[Problem]:
    """What only shows when the offices are side by side."""
    editions = sorted({office.framework for office in offices if office.received})
    if len(editions) > 1:
        yield Problem("B409", values={"versions": ", ".join(editions)})
    if sent.reporting is not None and reporting_is_low(sent, LEAST_REPORTING):
        values = {"p": format_figure(sent.reporting), "t": str(LEAST_REPORTING)}
        yield Problem("B410", values=values)
    yield from copies(offices)
    yield from far_scores(offices)
    yield from small_groups(offices)


def _rollups(framework: Framework, offices: Sequence[OfficeRow], sent: Sent) -> tuple[RollUp, ...]:
    """One roll-up for each edition of the framework that received forms use."""
    editions: defaultdict[str, list[OfficeRow]] = defaultdict(list)
    for office in offices:
        if office.received:
            editions[office.framework].append(office)
    low = reporting_is_low(sent, LEAST_REPORTING)
    rollups: list[RollUp] = []
    for edition in sorted(editions):
        codes = [system.code for system in framework.systems]
        rows = (
            row for office in editions[edition] if office.digest for row in office.digest.systems
        )
        codes += sorted({row.code for row in rows}.difference(codes))
        rollups.append(roll_up(edition, editions[edition], codes, provisional=low))
    return tuple(rollups)
