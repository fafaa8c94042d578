"""Damaged XML: whether it is well-formed, and what is left of it before its first fault."""

import re
from xml.parsers import expat

_EMPTY = re.compile(rb"<[^<>]*/>")  # the parser tells its end at its last letter


def is_sound(xml: bytes, root: bytes = b"", end: bytes = b"") -> bool:
    """Whether it is one well-formed document, without a DOCTYPE; of an element inside, between the
    tags of its ``root``."""
    try:
        _parser().Parse(root + xml + end, True)
    except (expat.ExpatError, UnicodeError, LookupError, ValueError):
        return False
    return True


def mended(xml: bytes) -> bytes:
    """The document as far as its elements are complete, with those that are open closed; empty when
    none is."""
    parser, stack = _parser(), list[tuple[str, int]]()
    kept, still_open = 0, tuple[str, ...]()

    def start(tag: str, _: dict[str, str]) -> None:
        stack.append((tag, parser.CurrentByteIndex))

    def end(_: str) -> None:
        nonlocal kept, still_open
        begun, at = stack.pop()[1], parser.CurrentByteIndex
        kept = at if _EMPTY.fullmatch(xml, begun, at) else xml.find(b">", at) + 1
        still_open = tuple(tag for tag, _ in stack)

    parser.StartElementHandler, parser.EndElementHandler = start, end
    try:
        parser.Parse(xml, True)
    except (expat.ExpatError, UnicodeError, LookupError, ValueError):
        closing = "".join(f"</{_as_written(tag)}>" for tag in reversed(still_open)).encode()
        return xml[:kept] + closing if closing else b""
    return xml


def _as_written(tag: str) -> str:
    """The name of an element as it stands in the document, from ``namespace name prefix``."""
    _, _, rest = tag.partition(" ")
    name, _, prefix = rest.partition(" ")
    return f"{prefix}:{name}" if prefix else name or tag


def _parser() -> expat.XMLParserType:
    """It knows namespaces, and refuses a DOCTYPE, in which alone entities can be declared."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.namespace_prefixes = True

    def refuse(*_: object) -> None:
        raise ValueError("DOCTYPE")

    parser.StartDoctypeDeclHandler = refuse
    return parser
