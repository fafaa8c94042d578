"""Work done once for a specification and kept for the next workbook."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

Given = ParamSpec("Given")
Made = TypeVar("Made")
_MOST = 1000


def once(make: Callable[Given, Made]) -> Callable[Given, Made]:
    """Keep what ``make`` made of these very objects (forms and frameworks have no hash)."""
    kept: dict[tuple[int, ...], tuple[object, Made]] = {}

    @wraps(make)
    def made(*args: Given.args, **kwargs: Given.kwargs) -> Made:
        known = tuple(map(id, args))
        found = kept.get(known)
        if found is None:
            if len(kept) >= _MOST:
                kept.clear()
            # The objects are kept too: an id is only theirs while they live.
            found = kept[known] = (args, make(*args, **kwargs))
        return found[1]

    return made
