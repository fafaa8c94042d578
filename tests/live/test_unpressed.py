"""A press leaves no trace in what is judged."""

from pso_excel.live.write import without_button_state
from pso_excel.xlsx.workbook import Cell, Sheet, Workbook


def book(state: str, status: str, answer: str = "4") -> Workbook:
    cover = Sheet("00_ปก's", cells={(2, 3): Cell(status), (4, 4): Cell("ขนส่ง")})
    meta = Sheet("_meta", cells={(40, 2): Cell(state)})
    answers = Sheet("06_ประเมิน", cells={(9, 6): Cell(answer)})
    names = {"PSO_PRESS": "_meta!$B$40", "PSO_STATUS": "'00_ปก''s'!$C$2:$F$2"}
    return Workbook(sheets={sheet.name: sheet for sheet in (cover, meta, answers)}, names=names)


def test_two_presses_of_one_workbook_find_the_same() -> None:
    assert book("press 1", "") != book("began 2", "กำลังทำงาน")
    assert without_button_state(book("press 1", "")) == without_button_state(
        book("began 2", "กำลังทำงาน")
    )


def test_an_answer_that_changed_is_seen() -> None:
    assert without_button_state(book("press 1", "", "4")) != without_button_state(
        book("press 1", "", "5")
    )


def test_the_other_cells_stay() -> None:
    left = without_button_state(book("press 1", "กำลังทำงาน"))
    assert left.sheets["00_ปก's"].cells == {(4, 4): Cell("ขนส่ง")}
    assert left.sheets["_meta"].cells == {}


def test_a_workbook_without_buttons_is_as_it_is() -> None:
    plain = Workbook(sheets={"06_ประเมิน": Sheet("06_ประเมิน")})
    assert without_button_state(plain) == plain
