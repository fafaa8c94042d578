"""Work done once for a specification and kept for the next workbook."""

import gc
from collections.abc import Callable, Generator
from contextlib import contextmanager
from functools import wraps
from typing import ParamSpec, TypeVar

Given = ParamSpec("Given")
Made = TypeVar("Made")
_MOST = 1000


def cache_by_identity(make: Callable[Given, Made]) -> Callable[Given, Made]:
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


OBJECTS = 20_000


@contextmanager
def fewer_gc_passes() -> Generator[None]:
    """Look for garbage after every 20,000 objects instead of 700.

    A workbook makes some 80,000 objects and hardly a cycle among them: to look a hundred times at
    each costs a tenth of the time, and the peak memory stays the same.
    """
    before = gc.get_threshold()
    gc.set_threshold(OBJECTS, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
