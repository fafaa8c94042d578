"""The part of XlsxWriter that this project uses, typed in full; the library types it in part."""

from xlsxwriter.workbook import Workbook as Workbook

__version__: str
