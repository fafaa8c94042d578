"""A province as of a day: who sent what, what counts, and what the figures say."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pso_excel.engine.province.compare import copies, far_scores, ranked, small_groups
from pso_excel.engine.province.digest import Digest
from pso_excel.engine.province.offices import OfficeRow, Standing
from pso_excel.engine.province.received import WHOLE_WORDS, Choice, Chosen, Outcome, Received
from pso_excel.engine.province.rollup import RollUp, Sent, reporting_is_low, roll_up
from pso_excel.engine.severities import NO_CHANGES, Change, Severities, as_set, changes
from pso_excel.figures import printed
from pso_excel.framework.pack import Framework
from pso_excel.problem import Place, Problem
from pso_excel.registry import RegisteredOffice, Registry, Round

STAGES = tuple(f"S{number:02d}" for number in range(1, 11))
LEAST_REPORTING = Decimal(80)  # domain E.9, ours: below it the result is provisional


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
        """The roll-up with the most offices."""
        return max(self.rollups, key=lambda one: one.offices, default=None)

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
        *problems,
        *choice.problems,
        *_sending_problems(offices, chosen),
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
    """Count the expected offices; one that sent without being expected is in no rate."""
    expected = [one for one in offices if one.expected]
    received = [one for one in expected if one.received]
    return Sent(
        len(expected),
        len(received),
        sum(1 for one in received if one.standing is Standing.ACCEPTED),
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
    approved, due = chosen.approved if chosen else None, registry.round.due
    return OfficeRow(
        code,
        named.name,
        named.kind,
        named.peer_group,
        named.contact,
        named.expected,
        Standing.UNREADABLE if chosen and not digest else _standing(code, digest, files),
        chosen.files if chosen else (),
        source.framework if source else "",
        (approved - due).days if approved and due else None,
        None,
        digest,
    )


def _standing(code: str, digest: Digest | None, files: Sequence[Received]) -> Standing:
    if digest is None:
        lost = (Outcome.REFUSED, Outcome.FAILED)
        unread = any(one.outcome in lost and bears(one.file, code) for one in files)
        return Standing.UNREADABLE if unread else Standing.MISSING
    if not digest.filled:
        return Standing.EMPTY
    return Standing.RETURNED if digest.errors else Standing.ACCEPTED


def bears(file: str, code: str) -> bool:
    """The file's name has the office's code as a part of its own: the only clue to a file that
    cannot be read."""
    before, found, after = file.partition(code)
    return bool(found) and not (before[-1:].isalnum() or after[:1].isalnum())


def _sending_problems(
    offices: Sequence[OfficeRow], chosen: Mapping[str, Chosen]
) -> Iterable[Problem]:
    """Who has sent nothing, who was not expected, who was late."""
    for one in offices:
        place = Place(office=one.code)
        who = {"office": f"{one.code} {one.name}".strip()}
        if one.expected and one.standing in (Standing.MISSING, Standing.UNREADABLE):
            values = who | {"stage": WHOLE_WORDS, "contact": one.contact or "–"}
            yield Problem("B403", place, values)
        missing = _missing_stages(chosen.get(one.code))
        if one.expected and missing:
            values = {"stage": ", ".join(missing), "contact": one.contact or "–"}
            yield Problem("B403", place, who | values)
        if one.standing is Standing.EMPTY:
            yield Problem("B418", place, who)
        if one.code in chosen and not one.expected:
            yield Problem("B404", place, who)
        if one.late is not None and one.late > 0:
            yield Problem("B406", place, who | {"n": str(one.late)})


def _missing_stages(chosen: Chosen | None) -> list[str]:
    """The stages that an office of single-stage workbooks has not sent."""
    if chosen is None or chosen.whole:
        return []
    return [stage for stage in STAGES if stage not in dict(chosen.parts)]


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
    """One roll-up for each edition of the framework that expected offices use."""
    editions: defaultdict[str, list[OfficeRow]] = defaultdict(list)
    for one in offices:
        if one.expected and one.received:
            editions[one.framework].append(one)
    low = reporting_is_low(sent, LEAST_REPORTING)
    rollups: list[RollUp] = []
    for edition in sorted(editions):
        codes = [one.code for one in framework.systems]
        rows = (row for one in editions[edition] if one.digest for row in one.digest.systems)
        codes += sorted({row.code for row in rows}.difference(codes))
        rollups.append(roll_up(edition, editions[edition], codes, provisional=low))
    return tuple(rollups)
