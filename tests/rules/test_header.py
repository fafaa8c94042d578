"""The header: office, round, approval, contact."""

from datetime import date

import pytest

from pso_excel.registry import RegisteredOffice, Registry, Round
from pso_excel.submission import Value
from tests.rules.cases import found

HERE = RegisteredOffice(code="58-R-014", name="สำนักงานตัวอย่าง")
REGISTRY = Registry(
    province="สมมุติ",
    round=Round(code="2569-1", due=date(2026, 3, 15), framework="pso@1.0"),
    offices={HERE.code: HERE},
)


def codes(
    who: dict[str, str] | None = None,
    cover: dict[str, Value] | None = None,
    registry: Registry | None = REGISTRY,
) -> set[str]:
    """The H rules that fire."""
    usual = {"office_name": "สำนักงานตัวอย่าง", **(who or {})}
    tables = {"S00.cover": [cover or {}]}
    return {code for code, _ in found(tables, registry, **usual) if code.startswith("H")}


def test_a_good_header_is_silent() -> None:
    cover: dict[str, Value] = {
        "status": "submitted", "approved_by": "นายสมมุติ", "approved_date": date(2026, 3, 15),
        "email": "office@example.go.th", "phone": "0 5361 2345 ต่อ 12",
    }  # fmt: skip
    assert codes(cover=cover) == set()


@pytest.mark.parametrize(
    ("who", "code"),
    [
        ({"office": "58-R-015"}, "H202"),
        ({"office_name": "สำนักงานอื่น"}, "H203"),
        ({"round": ""}, "H204"),
        ({"round": "2569"}, "H204"),
        ({"round": "2569-2"}, "H204"),
        ({"framework": "pso@2.0"}, "H214"),
    ],
)
def test_identity(who: dict[str, str], code: str) -> None:
    assert codes(who) == {code}


def test_without_a_registry_only_the_form_of_the_header_is_judged() -> None:
    who = {"office": "99-X-999", "office_name": "อะไรก็ได้", "round": "2570-1"}
    assert codes(who, registry=None) == set()


@pytest.mark.parametrize(
    ("file", "told"),
    [
        ("58-R-014_2569-1.xlsx", False),
        ("แบบ 58-r-014.xlsx", False),
        ("แบบประเมิน.xlsx", True),
        ("", False),
    ],
)
def test_a_file_name_bears_the_office_code(file: str, told: bool) -> None:
    who = {"office_name": "สำนักงานตัวอย่าง", "file": file}
    codes = {code for code, _ in found({"S00.cover": [{}]}, REGISTRY, **who)}
    assert ("F014" in codes) is told


@pytest.mark.parametrize(
    ("cover", "code"),
    [
        ({"approved_by": "นายสมมุติ", "approved_date": date(2026, 3, 16)}, "H208"),
        ({"email": "office.example.go.th"}, "H213"),
        ({"phone": "ไม่มี"}, "H213"),
    ],
)
def test_approval_and_contact(cover: dict[str, Value], code: str) -> None:
    assert codes(cover=cover) == {code}
