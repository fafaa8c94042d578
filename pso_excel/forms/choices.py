"""Every closed list of the forms: the codes a program reads and the words an officer chooses.

Words are unique within a list in each language, since a cell may hold either or the code.
"""

from pso_excel.core.bilingual import Bilingual
from pso_excel.forms.schema import Choice, ChoiceList

_TABLE = """
10 กรุงเทพมหานคร|Bangkok
11 สมุทรปราการ|Samut Prakan
12 นนทบุรี|Nonthaburi
13 ปทุมธานี|Pathum Thani
14 พระนครศรีอยุธยา|Phra Nakhon Si Ayutthaya
15 อ่างทอง|Ang Thong
16 ลพบุรี|Lop Buri
17 สิงห์บุรี|Sing Buri
18 ชัยนาท|Chai Nat
19 สระบุรี|Saraburi
20 ชลบุรี|Chon Buri
21 ระยอง|Rayong
22 จันทบุรี|Chanthaburi
23 ตราด|Trat
24 ฉะเชิงเทรา|Chachoengsao
25 ปราจีนบุรี|Prachin Buri
26 นครนายก|Nakhon Nayok
27 สระแก้ว|Sa Kaeo
30 นครราชสีมา|Nakhon Ratchasima
31 บุรีรัมย์|Buri Ram
32 สุรินทร์|Surin
33 ศรีสะเกษ|Si Sa Ket
34 อุบลราชธานี|Ubon Ratchathani
35 ยโสธร|Yasothon
36 ชัยภูมิ|Chaiyaphum
37 อำนาจเจริญ|Amnat Charoen
38 บึงกาฬ|Bueng Kan
39 หนองบัวลำภู|Nong Bua Lam Phu
40 ขอนแก่น|Khon Kaen
41 อุดรธานี|Udon Thani
42 เลย|Loei
43 หนองคาย|Nong Khai
44 มหาสารคาม|Maha Sarakham
45 ร้อยเอ็ด|Roi Et
46 กาฬสินธุ์|Kalasin
47 สกลนคร|Sakon Nakhon
48 นครพนม|Nakhon Phanom
49 มุกดาหาร|Mukdahan
50 เชียงใหม่|Chiang Mai
51 ลำพูน|Lamphun
52 ลำปาง|Lampang
53 อุตรดิตถ์|Uttaradit
54 แพร่|Phrae
55 น่าน|Nan
56 พะเยา|Phayao
57 เชียงราย|Chiang Rai
58 แม่ฮ่องสอน|Mae Hong Son
60 นครสวรรค์|Nakhon Sawan
61 อุทัยธานี|Uthai Thani
62 กำแพงเพชร|Kamphaeng Phet
63 ตาก|Tak
64 สุโขทัย|Sukhothai
65 พิษณุโลก|Phitsanulok
66 พิจิตร|Phichit
67 เพชรบูรณ์|Phetchabun
70 ราชบุรี|Ratchaburi
71 กาญจนบุรี|Kanchanaburi
72 สุพรรณบุรี|Suphan Buri
73 นครปฐม|Nakhon Pathom
74 สมุทรสาคร|Samut Sakhon
75 สมุทรสงคราม|Samut Songkhram
76 เพชรบุรี|Phetchaburi
77 ประจวบคีรีขันธ์|Prachuap Khiri Khan
80 นครศรีธรรมราช|Nakhon Si Thammarat
81 กระบี่|Krabi
82 พังงา|Phangnga
83 ภูเก็ต|Phuket
84 สุราษฎร์ธานี|Surat Thani
85 ระนอง|Ranong
86 ชุมพร|Chumphon
90 สงขลา|Songkhla
91 สตูล|Satun
92 ตรัง|Trang
93 พัทลุง|Phatthalung
94 ปัตตานี|Pattani
95 ยะลา|Yala
96 นราธิวาส|Narathiwat
99 สมมุติ|Example
"""


def _choice(line: str) -> Choice:
    code, _, names = line.partition(" ")
    th, _, en = names.partition("|")
    return Choice(code, Bilingual(th, en))


PROVINCES = ChoiceList(
    id="province",
    choices=tuple(_choice(line) for line in _TABLE.strip().splitlines()),
    source="N",
)


def _list(list_id: str, *choices: tuple[str, str, str], source: str = "D") -> ChoiceList:
    """A list of (code, Thai, English)."""
    return ChoiceList(
        list_id, tuple(Choice(code, Bilingual(th, en)) for code, th, en in choices), source
    )


_ALL = (
    PROVINCES,
    _list("yes_no", ("yes", "ใช่", "Yes"), ("no", "ไม่ใช่", "No")),
    _list("applies", ("yes", "ใช้ประเมิน", "Applies"), ("no", "ไม่เกี่ยวข้อง", "Not applicable")),
    _list("submission", ("draft", "ฉบับร่าง", "Draft"), ("submitted", "ส่งแล้ว", "Submitted")),
    _list(
        "stage",
        ("S01", "ขั้น 1 แต่งตั้งคณะกรรมการ", "Stage 1 Committee"),
        ("S02", "ขั้น 2 เป้าหมายและพันธกิจ", "Stage 2 Goals and missions"),
        ("S03", "ขั้น 3 แยกแยะงาน", "Stage 3 Tasks"),
        ("S04", "ขั้น 4 จำแนกข้อมูล", "Stage 4 Information inventory"),
        ("S05", "ขั้น 5 ตัวถ่วงน้ำหนักและตัวชี้วัด", "Stage 5 Weights and indicators"),
        ("S06", "ขั้น 6 ประเมินสถานภาพปัจจุบัน", "Stage 6 Current status"),
        ("S07", "ขั้น 7 แผนยกระดับ", "Stage 7 Upgrade plan"),
        ("S08", "ขั้น 8 ดำเนินการและติดตาม", "Stage 8 Tracker"),
        ("S09", "ขั้น 9 เตรียมขอรับการรับรอง", "Stage 9 Readiness"),
        ("S10", "ขั้น 10 ปัญหาและกุญแจความสำเร็จ", "Stage 10 Problems and keys"),
        source="S",
    ),
    _list(
        "serves",
        ("direct", "โดยตรง", "Directly"),
        ("indirect", "โดยอ้อม", "Indirectly"),
        ("both", "ทั้งโดยตรงและโดยอ้อม", "Both"),
        source="S",
    ),
    _list(
        "role",
        ("adviser", "ที่ปรึกษา", "Adviser"),
        ("chair", "ประธานกรรมการ", "Chair"),
        ("vice_chair", "รองประธานกรรมการ", "Vice-chair"),
        ("member", "กรรมการ", "Member"),
        ("secretary", "กรรมการและเลขานุการ", "Member-secretary"),
        ("assistant", "กรรมการและผู้ช่วยเลขานุการ", "Member and assistant secretary"),
    ),
    _list("duty", ("main", "หน้าที่หลัก", "Main"), ("secondary", "หน้าที่รอง", "Secondary"), source="S"),
    _list(
        "info_class",
        ("basic", "ข้อมูลพื้นฐาน", "Basic data"),
        ("operation", "ข้อมูลการปฏิบัติงาน", "Operational data"),
        ("management", "ข้อมูลการบริหาร", "Management data"),
        ("service", "ข้อมูลบริการ/เผยแพร่", "Service and publicity"),
        ("reference", "ข้อมูลอ้างอิง/กฎหมาย", "Reference and law"),
        source="S/D",
    ),
    _list(
        "frequency",
        ("now", "ทันที", "At once"),
        ("day", "รายวัน", "Daily"),
        ("week", "รายสัปดาห์", "Weekly"),
        ("month", "รายเดือน", "Monthly"),
        ("quarter", "รายไตรมาส", "Quarterly"),
        ("year", "รายปี", "Yearly"),
        ("event", "ตามเหตุการณ์", "When it happens"),
    ),
    _list(
        "storage",
        ("paper", "กระดาษ", "Paper"),
        ("file", "ไฟล์", "File"),
        ("database", "ฐานข้อมูล", "Database"),
        ("online", "ระบบออนไลน์", "Online system"),
    ),
    _list(
        "secrecy",
        ("normal", "ปกติ", "Normal"),
        ("confidential", "ลับ", "Confidential"),
        ("secret", "ลับมาก", "Secret"),
        ("top_secret", "ลับที่สุด", "Top secret"),
    ),
    _list(
        "origin",
        ("own", "หน่วยงานจัดเก็บเอง", "Collected by the office"),
        ("agency", "หน่วยงานอื่น", "Another agency"),
        ("public", "ประชาชน/ผู้รับบริการ", "The public"),
        ("system", "ระบบสารสนเทศส่วนกลาง", "A central system"),
    ),
    _list(
        "collection",
        ("form", "แบบฟอร์ม/แบบรายงาน", "Form or report"),
        ("survey", "สำรวจ/สัมภาษณ์", "Survey or interview"),
        ("record", "บันทึกจากการปฏิบัติงาน", "Record of work"),
        ("transfer", "เชื่อมโยง/รับโอนข้อมูล", "Data transfer"),
        ("copy", "คัดลอกจากเอกสาร", "Copied from documents"),
    ),
    _list(
        "access",
        ("counter", "ติดต่อที่หน่วยงาน", "At the office"),
        ("letter", "หนังสือราชการ", "Official letter"),
        ("contact", "โทรศัพท์/อีเมล", "Telephone or e-mail"),
        ("website", "เว็บไซต์/สื่อออนไลน์", "Website or online media"),
        ("login", "ระบบที่ต้องลงชื่อเข้าใช้", "System with sign-in"),
        ("internal", "ใช้ภายในเท่านั้น", "Internal only"),
    ),
    _list(
        "indicator_type",
        ("input", "ปัจจัยนำเข้า", "Input"),
        ("process", "กระบวนการ", "Process"),
        ("output", "ผลผลิต", "Output"),
        ("outcome", "ผลลัพธ์", "Outcome"),
        source="S",
    ),
    _list(
        "method",
        ("level", "ระดับ", "Level"),
        ("quantity", "เชิงปริมาณ", "Quantity"),
        ("tiers", "ขั้นประตู", "Gated tiers"),
        ("yesno", "ใช่-ไม่ใช่", "Yes or no"),
        ("composite", "รวมจากตัวชี้วัดย่อย", "Composite"),
    ),
    _list(
        "direction",
        ("more", "ยิ่งมากยิ่งดี", "More is better"),
        ("less", "ยิ่งน้อยยิ่งดี", "Less is better"),
        ("range", "อยู่ในช่วง", "Within a range"),
        source="N",
    ),
    _list(
        "weight_method",
        ("direct", "กำหนดเอง", "Set directly"),
        ("equal", "เท่ากัน", "Equal"),
        ("points", "ให้คะแนน", "Points"),
        ("rank_sum", "จัดอันดับ (ผลรวมอันดับ)", "Ranking (rank sum)"),
        ("roc", "จัดอันดับ (จุดศูนย์ถ่วง)", "Ranking (rank-order centroid)"),
        ("ahp", "เปรียบเทียบเป็นคู่", "Pairwise comparison"),
    ),
    _list(
        "answer_state",
        ("scored", "ประเมินแล้ว", "Assessed"),
        ("nd", "ไม่มีข้อมูล", "No data"),
        ("na", "ไม่เกี่ยวข้อง", "Not applicable"),
    ),
    _list(
        "plan_kind",
        ("standard", "กำหนดมาตรฐาน", "Set a standard"),
        ("system", "จัดทำ/ปรับปรุงระบบ", "Build or improve a system"),
        ("people", "พัฒนาบุคลากร", "Develop staff"),
        ("tool", "จัดหาเครื่องมือ", "Provide tools"),
        ("cooperation", "ประสานความร่วมมือ", "Co-operate"),
        ("follow_up", "ติดตามประเมินผล", "Follow up and evaluate"),
    ),
    _list(
        "stated_status",
        ("not_started", "ยังไม่เริ่ม", "Not started"),
        ("in_progress", "กำลังดำเนินการ", "In progress"),
        ("done", "แล้วเสร็จ", "Done"),
        ("on_hold", "ชะลอ", "On hold"),
        ("cancelled", "ยกเลิก", "Cancelled"),
    ),
    _list(
        "action_status",
        ("cancelled", "ยกเลิก", "Cancelled"),
        ("done", "แล้วเสร็จ", "Done"),
        ("done_late", "แล้วเสร็จช้ากว่าแผน", "Done late"),
        ("on_hold", "ชะลอ", "On hold"),
        ("overdue", "เลยกำหนด", "Overdue"),
        ("not_due", "ยังไม่ถึงกำหนด", "Not due yet"),
        ("late_start", "เริ่มช้า", "Late start"),
        ("in_progress", "กำลังดำเนินการ", "In progress"),
        ("wrong_dates", "วันสิ้นสุดก่อนวันเริ่ม", "End before start"),
        ("no_dates", "ไม่มีวันตามแผนที่อ่านได้", "No readable planned dates"),
        ("unreadable", "อ่านไม่ได้", "Unreadable"),
    ),
    _list(
        "rag",
        ("blue", "✔ แล้วเสร็จ", "✔ Done"),
        ("green", "● ตามแผน", "● On track"),
        ("amber", "▲ เฝ้าระวัง", "▲ Watch"),
        ("red", "■ ต้องเร่งแก้ไข", "■ Act now"),
        ("grey", "– ไม่นับ", "– Not counted"),
        ("wrong", "✖ ต้องแก้ข้อมูล", "✖ Mend the data"),
    ),
    _list(
        "readiness_state",
        ("ready", "พร้อม", "Ready"),
        ("not_ready", "ยังไม่พร้อม", "Not ready"),
        ("na", "ไม่เกี่ยวข้อง", "Not applicable"),
    ),
    _list(
        "lesson_kind",
        ("problem", "ปัญหาอุปสรรค", "Problem"),
        ("key", "กุญแจความสำเร็จ", "Key to success"),
        ("suggestion", "ข้อเสนอแนะ", "Suggestion"),
        source="S",
    ),
    _list(
        "lesson_category",
        ("learning", "องค์การแห่งการเรียนรู้", "Learning organisation"),
        ("perception", "การรับรู้และเข้าใจมาตรฐาน", "Perception of the standard"),
        ("executive", "การสนับสนุนของผู้บริหาร", "Executive support"),
        ("participation", "การบริหารแบบมีส่วนร่วม", "Participative management"),
        ("experience", "ประสบการณ์ในการปรับปรุงงาน", "Experience of improvement"),
        ("regulation", "ระเบียบที่ใช้ในงาน", "Regulations used in work"),
        ("staff", "บุคลากร", "Staff"),
        ("budget", "งบประมาณ", "Budget"),
        ("time", "เวลา", "Time"),
        ("data", "ข้อมูล", "Data"),
        ("technology", "เครื่องมือ/เทคโนโลยี", "Tools and technology"),
        ("coordination", "การประสานงาน", "Co-ordination"),
        source="P/D",
    ),
    _list(
        "evidence_kind",
        ("order", "คำสั่ง", "Order"),
        ("letter", "หนังสือ", "Letter"),
        ("minutes", "รายงานการประชุม", "Minutes"),
        ("report", "รายงาน", "Report"),
        ("photo", "ภาพถ่าย", "Photograph"),
        ("system", "ระบบ/เว็บไซต์", "System or website"),
        ("statistics", "ข้อมูลสถิติ", "Statistics"),
        ("other", "อื่น ๆ", "Other"),
    ),
    _list(
        "severity",
        ("BLOCK", "✖ อ่านต่อไม่ได้", "✖ Blocked"),
        ("ERROR", "✖ ต้องแก้ไข", "✖ Error"),
        ("WARN", "▲ ควรตรวจสอบ", "▲ Warning"),
        ("INFO", "– เพื่อทราบ", "– Information"),
        ("ACK", "✔ รับทราบ · ควรตรวจสอบ", "✔ Acknowledged · Warning"),
        ("GONE", "✔ ไม่พบแล้ว", "✔ No longer found"),
        source="E",
    ),
    _list(
        "quadrant",
        ("quick", "ทำได้เร็ว", "Quick win"),
        ("major", "โครงการใหญ่", "Major project"),
        ("planned", "ทำตามแผน", "As planned"),
        ("later", "พิจารณาภายหลัง", "Later"),
    ),
    _list(
        "mark",
        ("good", "✔ ผ่าน", "✔ Good"),
        ("care", "▲ ควรยกระดับ", "▲ To raise"),
        ("wrong", "✖ ต่ำกว่าขั้นต่ำ", "✖ Below the floor"),
        ("none", "– ไม่นับ", "– Not counted"),
    ),
)

LISTS = {choices.id: choices for choices in _ALL}


def words_of(list_id: str, code: str) -> Bilingual:
    """The words of a choice; the code itself where the list has no such choice."""
    found = (choice.words for choice in LISTS[list_id].choices if choice.code == code)
    return next(found, Bilingual(code, code))


def status_words(status: str, late: bool) -> Bilingual:
    """The words of an action's derived status, the same in every book; one that was done after the
    end of its plan has words of its own."""
    return words_of("action_status", "done_late" if status == "done" and late else status)
