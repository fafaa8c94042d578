"""One copy of values that are equal, so that hundreds of offices share their texts and figures."""

from decimal import Decimal
from typing import Any, TypeVar, cast

Tuple = TypeVar("Tuple", bound=tuple[Any, ...])
Pool = dict[tuple[type, Any], Any]


def shared(values: Tuple, pool: Pool) -> Tuple:
    """The same (named) tuple, the texts and figures in it replaced by equal ones of the pool.

    Only values that print alike are one: ``2`` and ``2.00`` stay two.
    """
    items = [_shared(one, pool) for one in values]
    made: Any = type(values)
    return made(*items) if hasattr(values, "_fields") else made(items)


def _shared(value: Any, pool: Pool) -> Any:
    if isinstance(value, tuple):
        return shared(cast("tuple[Any, ...]", value), pool)
    if type(value) is str:
        return pool.setdefault((str, value), value)
    if isinstance(value, Decimal):
        return pool.setdefault((Decimal, str(value)), value)
    return value
