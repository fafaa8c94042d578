"""A closed round refuses what arrives after it was closed, never what was received."""

from datetime import date
from typing import NamedTuple


class Closing(NamedTuple):
    """What is known of a closed round: the hashes of the files that were received while it was
    open, None when no run has noted any, and the last day of receipt."""

    received: frozenset[str] | None
    due: date | None

    def refuses(self, sha: str, approved: date | None) -> bool:
        """Whether a file arrived too late: it was not noted, or, where nothing was ever noted, its
        approval is after the last day of receipt."""
        if self.received is not None:
            return sha not in self.received
        return self.due is not None and approved is not None and approved > self.due
