"""Texts as XlsxWriter has to be given them, so that it writes them as they stand."""


def literal(text: str) -> str:
    """The text; one from ``<r>`` to ``</r>`` with a space after it.

    XlsxWriter takes such a text for the XML of a rich string and writes it unescaped: typed by an
    office, it could put a formula into another's workbook.
    """
    return f"{text} " if text.startswith("<r>") and text.endswith("</r>") else text
