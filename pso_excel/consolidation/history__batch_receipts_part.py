"""What a province has received in a round: a line a file, by which a closed round knows what came
after it was closed."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from pso_excel.consolidation.folder import ProvinceFolder
from pso_excel.files.read import is_there
from pso_excel.files.write import read_bytes, write_whole
from pso_excel.model.registry__registry_part import Round
from pso_excel.province.select import Outcome, Received
from pso_excel.province.standing__province_closing_part import Closing

COUNTED = (Outcome.USED, Outcome.REPLACED)
_LINE = re.compile(r"([0-9a-f]{64})\t([^\t]*)\t(\d{4}-\d{2}-\d{2})")


class Receipt(NamedTuple):
    """A file that was received: its hash, its office's code, and the day of the run (its
    ``--asof``) that received it."""

    sha: str
    office: str
    day: str


Receipts = Mapping[str, Receipt]


def read_receipts(place: ProvinceFolder, round: Round) -> Receipts | None:
    """What was noted of a round, by hash, in the folder of results or in its usual place; None
    when nothing was noted yet. Refused when it cannot be read."""
    for one in (place, ProvinceFolder(place.root)):
        path = one.receipts(round.code)
        if is_there(path):
            text = read_bytes(path).decode("utf-8", "replace")
            found = map(_LINE.fullmatch, text.splitlines())
            return {line[1]: Receipt(*line.groups()) for line in found if line}
    return None


def closing_of(round: Round, noted: Receipts | None) -> Closing | None:
    """What a closed round knows of what came before it was closed; None while it is open."""
    if round.open:
        return None
    return Closing(None if noted is None else frozenset(noted), round.due)


def note_received(
    place: ProvinceFolder,
    round: Round,
    noted: Receipts | None,
    files: Iterable[Received],
    asof: date,
) -> None:
    """Note the files that count, while the round is open or when a first run finds it closed; what
    was noted before stays. Refused (O002, O007) when it cannot be written."""
    if not round.open and noted is not None:
        return
    known = dict(noted or {})
    for one in files:
        if one.outcome in COUNTED:
            known.setdefault(one.sha, Receipt(one.sha, one.office, asof.isoformat()))
    if known != noted:
        lines = ("\t".join(known[sha]) for sha in sorted(known))
        text = "".join(f"{line}\n" for line in lines)
        write_whole(place.receipts(round.code), text.encode(), like=place.inbox)
