"""The open workbook as a :class:`pso_excel.book.Book`, quickly the second time.

What is true of an open workbook is what reading a copy saved now would give, so the first read
saves one. A later read asks LibreOffice for every value again, and for everything else that a
result depends on; only the cells that differ are made anew. When anything but values may have
changed (LibreOffice's own list of steps to undo tells) a copy is saved again.
"""

from pso_excel.live.programs.libreoffice_reader import Reader

__all__ = ["Reader"]
