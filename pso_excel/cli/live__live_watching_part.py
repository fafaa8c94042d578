"""When a workbook is saved: seen at its file, which every program writes alike."""

from collections.abc import Callable, Iterator
from pathlib import Path

LOOK_SECONDS = 1.0


def saves(path: Path, is_open: Callable[[], bool], wait: Callable[[float], None]) -> Iterator[None]:
    """Once at the beginning, and once whenever the file has been saved since the last look, a
    second apart, until the workbook is open no more. Several saves between two looks are one; a
    file that is away while it is being replaced has not been saved yet."""
    seen = _state(path)
    yield
    while is_open():
        now = _state(path)
        if now is not None and now != seen:
            seen = now
            yield
        wait(LOOK_SECONDS)


def _state(path: Path) -> tuple[int, int] | None:
    """When it was changed, and its size."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size
