"""Who has sent and who has not, stage by stage."""

from pso_excel.core.bilingual import Bilingual
from pso_excel.province.office_digest import StageRow
from pso_excel.province.standing import OfficeRow, ReportingStatus
from pso_excel.province_book.book import STANDINGS, Book, remarked
from pso_excel.province_book.page import REMARK, Column, Marked, Shown

SHEET = "การส่ง"
TITLE = Bilingual("ใครส่งแล้ว ใครยังไม่ส่ง", "Who has sent and who has not")
STAGES = tuple(f"S{number:02d}" for number in range(11))
COLUMNS = (
    Column(Bilingual("รหัส", "Code"), 11, "centre"),
    Column(Bilingual("หน่วยงาน", "Office"), 33.5),
    Column(Bilingual("กลุ่มเทียบ", "Peer group"), 12.5),
    Column(Bilingual("สถานะ", "Status"), 16, "centre"),
    *(
        Column(Bilingual(f"ขั้น\n{int(stage[1:])}", f"Stage\n{int(stage[1:])}"), 6.5)
        for stage in STAGES
    ),
    Column(Bilingual("ต้อง\nแก้", "To\nmend"), 6.5, "whole"),
    Column(Bilingual("โปรด\nยืนยัน", "To\nconfirm"), 6.5, "whole"),
    Column(Bilingual("ช้า\n(วัน)", "Late\n(days)"), 6.5, "whole"),
    Column(Bilingual("ไฟล์ที่นับ", "File counted"), 28.5),
    Column(Bilingual("ผู้ประสาน", "Contact"), 20),
    REMARK,
)
NAMING = ((0,),)
ORDER = tuple(STANDINGS)
LEGEND = Bilingual(
    "ตัวเลขในช่องขั้นคือร้อยละของช่องที่กรอกแล้ว · ✖ มีช่องที่ผิด · – ยังไม่กรอก · หน่วยงานที่ต้องติดตามอยู่บนสุด · "
    "หน่วยงานนอกทะเบียนหรือนอกรอบอยู่ล่างสุด ไม่นับในตัวเลขใด",
    "Figures are the percentage of cells filled in · ✖ some are wrong · – nothing filled in · "
    "offices to be reminded come first · those outside of the registry or the round come last and "
    "are in no figure",
)


def write(book: Book) -> None:
    """One line an office, those to be reminded first."""
    page = book.page(SHEET, TITLE, len(COLUMNS))
    page.across(1, len(COLUMNS), LEGEND.in_language(book.language), "hint")
    page.columns(COLUMNS, NAMING)
    for office in sorted(
        book.province.offices, key=lambda office: (ORDER.index(office.standing), office.code)
    ):
        page.add(remarked(book, page, _line(book, office)))
    page.end(frozen=3)


def _line(book: Book, office: OfficeRow) -> list[Shown]:
    words, mark = STANDINGS[office.standing]
    stages = {row.stage: row for row in office.digest.stages} if office.digest else {}
    late = office.late if office.late is not None and office.late > 0 else None
    return [
        office.code,
        office.name,
        office.peer_group,
        Marked(book.in_language(words), mark),
        *(_stage(stages.get(stage), office.standing) for stage in STAGES),
        office.digest.errors if office.digest else None,
        office.digest.warnings if office.digest else None,
        Marked(late, "care") if late else None,
        "\n".join(office.files),
        office.contact,
    ]


def _stage(row: StageRow | None, status: ReportingStatus) -> Shown:
    if row is None:
        nothing = status in (ReportingStatus.MISSING, ReportingStatus.UNREADABLE)
        return Marked("", "", "centre") if nothing else Marked("–", "none", "centre")
    if row.wrong:
        return Marked(f"✖ {row.wrong}", "wrong", "centre")
    if not row.filled:
        return Marked("–", "none", "centre")
    percent = 100 * row.filled // row.expected if row.expected else 100
    return Marked(min(percent, 100), "good" if percent >= 100 else "care", "percent")
