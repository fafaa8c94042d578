"""The binary of a project: what others read in it, and each record as [MS-OVBA] has it."""

import struct
from collections.abc import Iterator
from itertools import pairwise

import pytest

from pso_excel.buttons import VERSION
from pso_excel.buttons.own_macros import macro_sources
from pso_excel.vba.compound_file import CompoundFile
from pso_excel.vba.compression import decompress
from pso_excel.vba.project import ID, obscured, vba_project
from tests.macros.projects import DOCUMENTS, olevba, ours

ONE = {"Module1": "Sub A()\n    ' x\nEnd Sub\n"}


def stream(vba: bytes, path: str) -> bytes:
    return CompoundFile(vba).read(path)


def records(vba: bytes) -> Iterator[tuple[int, bytes]]:
    """The records of the dir stream, one after the other without a gap."""
    data, at = decompress(stream(vba, "VBA/dir"), 1 << 20), 0
    while at < len(data):
        record_id, size = struct.unpack_from("<HI", data, at)
        size += 2 * (record_id == 0x0009)
        assert at + 6 + size <= len(data)
        yield record_id, data[at + 6 : at + 6 + size]
        at += 6 + size


def test_others_read_back_exactly_our_texts() -> None:
    parsed = olevba(ours())
    assert parsed.detect_vba_macros()
    read = {name.rpartition(".")[0]: code for _, _, name, code in parsed.extract_macros()}
    assert list(read)[: len(DOCUMENTS)] == list(DOCUMENTS)
    for name, text in macro_sources().items():
        assert read.pop(name) == text.replace("\n", "\r\n")
    for text in read.values():
        assert all(line.startswith("Attribute VB_") for line in text.splitlines())


def test_others_find_nothing_suspicious_but_that_a_command_is_started() -> None:
    found = olevba(ours(documents=())).analyze_macros()  # a sheet's class id counts as suspicious
    suspicious = {keyword.lower() for kind, keyword, _ in found if kind == "Suspicious"}
    started = {"shell", "wscript.shell", "run", "createobject", "applescript"}
    assert suspicious <= started | {"environ", "expandenvironmentstrings", "chrw", "base64 strings"}
    assert "AutoExec" not in {kind for kind, _, _ in found}


def test_the_same_texts_give_the_same_bytes_whatever_the_line_ends() -> None:
    assert ours() == ours()
    unix = vba_project(ONE, DOCUMENTS)
    assert vba_project({n: t.replace("\n", "\r\n") for n, t in ONE.items()}, DOCUMENTS) == unix
    named = {"Module1": f'Attribute VB_Name = "Module1"\n{ONE["Module1"]}'}
    assert vba_project(named, DOCUMENTS) == unix


def test_the_version_that_the_macros_tell_is_the_version_of_the_macros() -> None:
    told = [text for text in macro_sources().values() if f'Const MACROS = "{VERSION}"' in text]
    assert len(told) == 1


@pytest.mark.parametrize(
    ("modules", "documents", "said"),
    [
        ({"M": 'Sub A()\n  x = "ก"\nEnd Sub'}, DOCUMENTS, "M, line 2: macros are plain ASCII"),
        ({"M": 'Attribute VB_Name = "N"\n'}, DOCUMENTS, "M, line 1: the module calls itself N"),
        ({"sheet1": ""}, DOCUMENTS, "sheet1: the name is taken"),
        ({"Dir": ""}, DOCUMENTS, "Dir: the name is taken"),
        ({"1st": ""}, DOCUMENTS, "1st: a letter"),
        ({"M" * 32: ""}, DOCUMENTS, "a letter, then at most 30"),
        ({}, ("แผ่น1",), "แผ่น1: a letter"),
    ],
)
def test_what_excel_would_not_take_is_told(
    modules: dict[str, str], documents: tuple[str, ...], said: str
) -> None:
    with pytest.raises(ValueError, match=said):
        vba_project(modules, documents)


def test_the_storage_has_the_streams_that_are_required() -> None:
    """[MS-OVBA] 2.2 "File Structure"; 2.3.4.1 without a cache, 2.3.3 the map of names."""
    vba = vba_project(ONE, ("ThisWorkbook",))
    assert set(CompoundFile(vba).streams) == {
        "project", "projectwm", "vba/_vba_project", "vba/dir", "vba/thisworkbook", "vba/module1",
    }  # fmt: skip
    assert stream(vba, "VBA/_VBA_PROJECT") == struct.pack("<HHBH", 0x61CC, 0xFFFF, 0, 0)
    names = b"".join(
        name.encode() + b"\0" + name.encode("utf-16-le") + b"\0\0"
        for name in ("ThisWorkbook", "Module1")
    )
    assert stream(vba, "PROJECTwm") == names + b"\0\0"


def test_the_records_stand_in_the_order_of_the_specification() -> None:
    """[MS-OVBA] 2.3.4.2: information, references, modules, terminator."""
    found = list(records(vba_project(ONE, ("ThisWorkbook",))))
    information = [1, 2, 0x14, 3, 4, 5, 0x40, 6, 0x3D, 7, 8, 9, 0xC, 0x3C]
    reference = [0x16, 0x3E, 0xD]
    module = [0x19, 0x47, 0x1A, 0x32, 0x1C, 0x48, 0x31, 0x1E, 0x2C]
    assert [record_id for record_id, _ in found] == [
        *information, *reference, *reference, 0xF, 0x13,
        *module, 0x22, 0x2B, *module, 0x21, 0x2B, 0x10,
    ]  # fmt: skip
    fixed = {1: "01000000", 2: "09040000", 0x14: "09040000", 3: "E404", 7: "00000000"}
    fixed |= {8: "00000000", 0xF: "0200", 0x13: "FFFF", 0x31: "00000000", 0x2C: "FFFF"}
    for record_id, data in found:
        assert data.hex().upper() == fixed.get(record_id, data.hex().upper())
    assert dict(found)[4] == b"VBAProject"


@pytest.mark.parametrize("sheets", [0, 1, 30])
def test_every_text_is_told_in_both_encodings(sheets: int) -> None:
    names = ("ThisWorkbook", *(f"Sheet{number}" for number in range(1, sheets + 1)))
    found = list(records(vba_project(ONE, names)))
    for (record_id, text), (unicode, wide) in pairwise(found):
        if (record_id, unicode) in {
            (0x19, 0x47),
            (0x1A, 0x32),
            (0x1C, 0x48),
            (0x16, 0x3E),
            (5, 0x40),
        }:
            assert text.decode("ascii") == wide.decode("utf-16-le")
    assert [data.decode() for record_id, data in found if record_id == 0x19] == [*names, "Module1"]
    assert struct.pack("<H", sheets + 2) == dict(found)[0xF]


def test_a_reference_has_its_length_and_its_reserved_numbers() -> None:
    """2.3.4.2.2.5 REFERENCEREGISTERED: SizeOfLibid, Libid, then six zeros."""
    libraries = [data for record_id, data in records(ours()) if record_id == 0xD]
    assert len(libraries) == 2
    for data in libraries:
        (size,) = struct.unpack_from("<I", data)
        assert data[4 + size :] == bytes(6)
        assert data[4 : 4 + size].startswith(b"*\\G{")


def test_document_modules_have_the_attributes_that_excel_asks_for() -> None:
    vba = vba_project({}, ("ThisWorkbook", "Sheet1"))
    for name, kind in (("ThisWorkbook", "00020819"), ("Sheet1", "00020820")):
        assert decompress(stream(vba, f"VBA/{name}"), 1000).decode().split("\r\n") == [
            f'Attribute VB_Name = "{name}"',
            f'Attribute VB_Base = "0{{{kind}-0000-0000-C000-000000000046}}"',
            "Attribute VB_GlobalNameSpace = False",
            "Attribute VB_Creatable = False",
            "Attribute VB_PredeclaredId = True",
            "Attribute VB_Exposed = True",
            "Attribute VB_TemplateDerived = False",
            "Attribute VB_Customizable = True",
            "",
        ]


def test_the_properties_name_every_module_and_lock_nothing() -> None:
    lines = stream(vba_project(ONE, ("ThisWorkbook", "Sheet1")), "PROJECT").decode().split("\r\n")
    assert lines[:4] == [
        f'ID="{ID}"',
        "Document=ThisWorkbook/&H00000000",
        "Document=Sheet1/&H00000000",
        "Module=Module1",
    ]
    told = dict(line.split("=", 1) for line in lines if "=" in line)
    assert told["Name"] == '"VBAProject"'
    assert shown(told["CMG"], ID) == bytes(4)
    assert shown(told["DPB"], ID) == b"\0"
    assert shown(told["GC"], ID) == b"\xff"
    assert lines[lines.index("[Host Extender Info]") - 1] == ""
    assert lines[lines.index("[Workspace]") - 1] == ""
    workspace = lines[lines.index("[Workspace]") + 1 :]
    assert workspace == [*(f"{n}=0, 0, 0, 0, C" for n in ("ThisWorkbook", "Sheet1", "Module1")), ""]


@pytest.mark.parametrize("seed", range(0, 256, 5))
def test_what_is_obscured_can_be_read_again(seed: int) -> None:
    assert shown(obscured(b"\x01\x02\xfe\xff", seed), ID) == b"\x01\x02\xfe\xff"


def shown(hidden: str, guid: str) -> bytes:
    """[MS-OVBA] 2.4.3.3 "Decryption", step by step as it is written there."""
    data = bytes.fromhex(hidden.strip('"'))
    seed, version_enc, key_enc = data[:3]
    assert seed ^ version_enc == 2
    key = seed ^ key_enc
    assert key == sum(map(ord, guid)) & 0xFF
    unencrypted, encrypted_1, encrypted_2 = key, key_enc, version_enc
    plain = bytearray()
    for byte in data[3:]:
        value = byte ^ ((encrypted_2 + unencrypted) & 0xFF)
        encrypted_2, encrypted_1, unencrypted = encrypted_1, byte, value
        plain.append(value)
    content = plain[(seed & 6) // 2 :]
    assert struct.unpack("<I", content[:4])[0] == len(content) - 4
    return bytes(content[4:])


def test_the_example_of_the_specification_is_read_by_the_same_steps() -> None:
    """[MS-OVBA] 3.1: neither protected nor with a password, and visible."""
    guid = "{917DED54-440B-4FD1-A5C1-74ACF261E600}"
    assert shown("0705D8E3D8EDDBF1DBF1DBF1DBF1", guid) == bytes(4)
    assert shown("0E0CD1ECDFF4E7F5E7F5E7", guid) == b"\0"
    assert shown("1517CAF1D6F9D7F9D706", guid) == b"\xff"
