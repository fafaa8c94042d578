"""What is handed out beside the templates: the menus of Excel and of LibreOffice."""

from collections.abc import Iterator

from pso_excel.buttons.excel_addin import addin
from pso_excel.buttons.libreoffice_extension__macros_extension_part import extension


def shipped_menus() -> Iterator[tuple[str, bytes]]:
    """Every file that ``pso-excel macros build`` writes, by name."""
    yield "pso_excel.xlam", addin()
    yield "pso_excel.oxt", extension()
