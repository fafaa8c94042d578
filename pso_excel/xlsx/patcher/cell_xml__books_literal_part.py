"""Texts of offices as they have to be written, so that they stay what they are: texts."""

SIGNS = frozenset("=+-@＝＋－＠")
"""What a spreadsheet program may take for the beginning of a formula when a text is typed again,
pasted or opened as CSV; East Asian editions take the full-width signs so."""


def is_formula_like(text: str) -> bool:
    """Whether a text may turn into a formula when someone edits its cell and presses Enter."""
    begins = text.lstrip()
    return begins[:1] in SIGNS or (begins != "" and text[0] in "\t\r\n")


def literal(text: str) -> str:
    """The text; one from ``<r>`` to ``</r>`` with a space after it.

    XlsxWriter takes such a text for the XML of a rich string and writes it unescaped: typed by an
    office, it could put a formula into another's workbook.
    """
    return f"{text} " if text.startswith("<r>") and text.endswith("</r>") else text
