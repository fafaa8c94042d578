"""Who has sent and who has not, stage by stage."""

from pso_excel.core.bilingual import Words
from pso_excel.province.office_digest import StageRow
from pso_excel.province.standing import OfficeRow, Standing
from pso_excel.province_book.book import STANDINGS, Book, remarked
from pso_excel.province_book.page import REMARK, Column, Marked, Shown

SHEET = "การส่ง"
TITLE = Words("ใครส่งแล้ว ใครยังไม่ส่ง", "Who has sent and who has not")
STAGES = tuple(f"S{number:02d}" for number in range(11))
COLUMNS = (
    Column(Words("รหัส", "Code"), 11, "centre"),
    Column(Words("หน่วยงาน", "Office"), 33.5),
    Column(Words("กลุ่มเทียบ", "Peer group"), 12.5),
    Column(Words("สถานะ", "Status"), 16, "centre"),
    *(Column(Words(f"ขั้น\n{int(stage[1:])}", f"Stage\n{int(stage[1:])}"), 6.5) for stage in STAGES),
    Column(Words("ต้อง\nแก้", "To\nmend"), 6.5, "whole"),
    Column(Words("โปรด\nยืนยัน", "To\nconfirm"), 6.5, "whole"),
    Column(Words("ช้า\n(วัน)", "Late\n(days)"), 6.5, "whole"),
    Column(Words("ไฟล์ที่นับ", "File counted"), 28.5),
    Column(Words("ผู้ประสาน", "Contact"), 20),
    REMARK,
)
NAMING = ((0,),)
ORDER = tuple(STANDINGS)
LEGEND = Words(
    "ตัวเลขในช่องขั้นคือร้อยละของช่องที่กรอกแล้ว · ✖ มีช่องที่ผิด · – ยังไม่กรอก · หน่วยงานที่ต้องติดตามอยู่บนสุด · "
    "หน่วยงานนอกทะเบียนหรือนอกรอบอยู่ล่างสุด ไม่นับในตัวเลขใด",
    "Figures are the percentage of cells filled in · ✖ some are wrong · – nothing filled in · "
    "offices to be reminded come first · those outside of the registry or the round come last and "
    "are in no figure",
)


def write(book: Book) -> None:
    """One line an office, those to be reminded first."""
    page = book.page(SHEET, TITLE, len(COLUMNS))
    page.across(1, len(COLUMNS), LEGEND.say(book.language), "hint")
    page.columns(COLUMNS, NAMING)
    for one in sorted(book.province.offices, key=lambda one: (ORDER.index(one.standing), one.code)):
        page.add(remarked(book, page, _line(book, one)))
    page.end(frozen=3)


def _line(book: Book, one: OfficeRow) -> list[Shown]:
    words, mark = STANDINGS[one.standing]
    stages = {row.stage: row for row in one.digest.stages} if one.digest else {}
    late = one.late if one.late is not None and one.late > 0 else None
    return [
        one.code,
        one.name,
        one.peer_group,
        Marked(book.say(words), mark),
        *(_stage(stages.get(stage), one.standing) for stage in STAGES),
        one.digest.errors if one.digest else None,
        one.digest.warnings if one.digest else None,
        Marked(late, "care") if late else None,
        "\n".join(one.files),
        one.contact,
    ]


def _stage(row: StageRow | None, standing: Standing) -> Shown:
    if row is None:
        nothing = standing in (Standing.MISSING, Standing.UNREADABLE)
        return Marked("", "", "centre") if nothing else Marked("–", "none", "centre")
    if row.wrong:
        return Marked(f"✖ {row.wrong}", "wrong", "centre")
    if not row.filled:
        return Marked("–", "none", "centre")
    percent = 100 * row.filled // row.expected if row.expected else 100
    return Marked(min(percent, 100), "good" if percent >= 100 else "care", "percent")
