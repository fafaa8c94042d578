"""Projects for the tests: ours, somebody else's, and workbooks that carry them."""

import importlib
import io
import warnings
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import xlsxwriter

from pso_excel.buttons.own_macros import macro_sources
from pso_excel.vba.compound_file import compound_file
from pso_excel.vba.compression import compress
from pso_excel.vba.project import Module, project_records, vba_project

DOCUMENTS = ("ThisWorkbook", "Sheet1", "Sheet2")
SHEETS = ("ปก", "01_คณะทำงาน")


def ours(documents: Sequence[str] = DOCUMENTS) -> bytes:
    """Our macros in a workbook of two sheets."""
    return vba_project(macro_sources(), documents)


def with_module(name: str, text: str) -> bytes:
    """Our macros with one module more, or with another text in one of ours."""
    return vba_project({**macro_sources(), name: text}, DOCUMENTS)


def assembled(
    texts: Mapping[str, str], *, documents: Sequence[str] = (), code_page: str = "ascii"
) -> bytes:
    """A project with the texts just as given, document modules as well."""
    modules = [Module(name, text, name in documents) for name, text in texts.items()]
    return compound_file(
        {
            "VBA": {
                "_VBA_PROJECT": bytes.fromhex("CC61FFFF000000"),
                "dir": compress(project_records("VBAProject", modules)),
                **{module.name: compress(module.text.encode(code_page)) for module in modules},
            },
            "PROJECT": b"",
        }
    )


def with_cache(cache: bytes) -> bytes:
    """Our modules, each with something before its text."""
    modules = [Module(name, text) for name, text in macro_sources().items()]
    here = b"\x31\x00\x04\x00\x00\x00"
    records = project_records("VBAProject", modules)
    records = records.replace(here + bytes(4), here + len(cache).to_bytes(4, "little"))
    streams = {module.name: cache + compress(module.text.encode("ascii")) for module in modules}
    return compound_file({"VBA": {"dir": compress(records), **streams}})


def rebuilt(change: Callable[[bytes], bytes], **streams: bytes) -> bytes:
    """Our modules with a changed dir stream and further streams."""
    modules = [Module(name, text) for name, text in macro_sources().items()]
    records = change(project_records("VBAProject", modules))
    texts = {module.name: compress(module.text.encode("ascii")) for module in modules}
    return compound_file({"VBA": {"dir": compress(records), **texts, **streams}})


def workbook(vba: bytes) -> bytes:
    """A workbook of two sheets with these macros."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.add_vba_project(io.BytesIO(vba), is_stream=True)
    book.set_vba_name(DOCUMENTS[0])
    for sheet, name in zip(SHEETS, DOCUMENTS[1:], strict=True):
        book.add_worksheet(sheet).set_vba_name(name)
    book.close()
    return out.getvalue()


def olevba(vba: bytes) -> Any:
    """The project as the oletools read it; importing them warns of what their authors left."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return importlib.import_module("oletools.olevba").VBA_Parser("vbaProject.bin", data=vba)
