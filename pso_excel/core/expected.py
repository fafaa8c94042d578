"""What a programmer may give to a public function: anything else is an error at once, in Python's
own words, and never a fault that is told to an office."""

from datetime import date, datetime

LANGUAGES = ("th", "en")


def expect(name: str, value: object, *kinds: type[object] | None) -> None:
    """TypeError unless the value is of one of the kinds."""
    known = tuple(type(None) if kind is None else kind for kind in kinds)
    if not isinstance(value, known):
        wanted = " or ".join(kind.__name__ for kind in known)
        raise TypeError(f"{name} must be {wanted}, not {type(value).__name__}")


def expect_day(name: str, value: object) -> None:
    """TypeError unless the value is a date, without a time of day."""
    expect(name, value, date)
    if isinstance(value, datetime):
        raise TypeError(f"{name} must be a date without a time: {name}.date()")


def expect_language(value: object, *others: None) -> None:
    """ValueError unless the value is a language that is spoken here, or one of the others."""
    if value not in (*LANGUAGES, *others):
        raise ValueError(f"language must be one of {', '.join(LANGUAGES)}, not {value!r}")
