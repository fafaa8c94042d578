"""How often Python looks for garbage in cycles while many small objects are made."""

import gc
from collections.abc import Generator
from contextlib import contextmanager

OBJECTS = 20_000


@contextmanager
def seldom_swept() -> Generator[None]:
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
