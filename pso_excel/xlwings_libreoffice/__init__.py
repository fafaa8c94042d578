"""LibreOffice as an engine of xlwings: the very code that drives Excel drives LibreOffice.

``engine_over(session)`` gives ``xw.Engine``; ``xw.engines.add`` makes it one that ``xw.App`` and
``xw.Book`` can use. What an office's workbook needs is there; charts, pivot tables and threaded
comments raise NotImplementedError as in any engine of xlwings that has no such.
"""

from pso_excel.xlwings_libreoffice.engine import engine_over

__all__ = ["engine_over"]
