"""The live formulas of weights and scores: stage 5's shares and stage 6's points (E.5.2, E.5.3).

They give the same figures as the engine, unrounded; the cell's format prints two decimals. Two
depths below a system are followed: an indicator, or a composite indicator and its parts.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise

from pso_excel.core.bilingual import Language
from pso_excel.forms.choices import LISTS
from pso_excel.forms.layout import READ, ROW_IDS, TableLayout
from pso_excel.forms.schema import number_fields
from pso_excel.framework.pack import Framework
from pso_excel.model.submission import FIRST_SCORING, SCORING
from pso_excel.templates.formulas import (
    LEVELS,
    UNSCORED,
    RowFormulas,
    code_found,
    column_range,
    is_one_of,
    name_of,
    percent_unit,
    same_row,
    text,
)
from pso_excel.templates.number_formulas import NumberCell, number_at


def curves(x: str, xs: Sequence[str], earned: Sequence[Decimal]) -> Iterator[tuple[str, str]]:
    """The names of the three ways in which a quantity ``x`` is scored between the points ``xs`` of
    its indicator; ``earned`` are the scores of levels 1 to 5."""
    rising = ",".join(f"{low}<{high}" for low, high in pairwise(xs))
    sound = f"IF(COUNT({','.join(xs)})=5,AND({rising}),FALSE)"
    more = f"IF({x}<{xs[0]},0,{_lines(x, xs, earned)})"
    less = f"IF({x}>{xs[-1]},0,IF({x}<{xs[0]},{earned[-1]:f},{_lines(x, xs, earned[::-1])}))"
    yield "PSO_MORE", f"IF({sound},{more},{text(UNSCORED)})"
    yield "PSO_LESS", f"IF({sound},{less},{text(UNSCORED)})"
    four = f"COUNT({','.join(xs[:4])})=4"
    ordered = f"{xs[0]}<{xs[1]},{xs[1]}<={xs[2]},{xs[2]}<{xs[3]}"
    sound = f"IF({four},AND({ordered},IFERROR(LEN({xs[4]})=0,FALSE)),FALSE)"
    rise = f"100*({x}-{xs[0]})/({xs[1]}-{xs[0]})"
    fall = f"100*({xs[3]}-{x})/({xs[3]}-{xs[2]})"
    yield "PSO_WITHIN", f"IF({sound},MAX(0,MIN(100,{rise},{fall})),{text(UNSCORED)})"


def _lines(x: str, xs: Sequence[str], scores: Sequence[Decimal]) -> str:
    """Straight lines through the points, from the first to the last and level after it."""
    formula = f"{scores[-1]:f}"
    for (low, score), (high, next_score) in reversed(list(pairwise(zip(xs, scores, strict=True)))):
        line = f"{score:f}+({next_score - score:f})*({x}-{low})/({high}-{low})"
        formula = f"IF({x}<={high},{line},{formula})"
    return formula


LEVEL_SCORES = "PSO_LEVEL_SCORES"
LEFT_OUT, IMPOSSIBLE = "PSO_LEFT_OUT", "PSO_IMPOSSIBLE"
ASKED = "PSO_ASK_MEASURE"

USUAL = ("sibling", "mean")  # the policies that live formulas follow
BY_ITSELF = ("position", "measure", "score")  # what an answer earns, whatever its weight

SYSTEMS, INDICATORS, ANSWERS = "S05.systems", "S05.indicators", "S06.answers"
_POINTS = ("x1", "x2", "x3", "x4", "x5")
_BOXES = ("n_basic", "n_advance", "n_significance")
_TIERS = ("basic", "advance", "significance")


def word(list_id: str, code: str, language: Language) -> str:
    """A choice's words as a text constant."""
    choices = LISTS[list_id].choices
    return text(
        next(choice.words.in_language(language) for choice in choices if choice.code == code)
    )


class Scores:
    """The formulas of S05 and S06 of one workbook; a part whose table is missing is left out."""

    def __init__(
        self,
        tables: Mapping[str, TableLayout],
        framework: Framework,
        language: Language,
        scoring: int = SCORING,
    ) -> None:
        self.tables = tables
        self.framework = framework
        self.language: Language = language
        self.scoring = scoring
        self._of_table = self._formulas()

    @property
    def add_up(self) -> bool:
        """Whether the sheets can add up the score: they know redistribution among siblings and the
        weighted mean. Of another policy of a framework only the program knows the figures."""
        settings = self.framework.settings
        usual = (settings["na_policy"].value, settings["aggregation"].value) == USUAL
        return usual and {SYSTEMS, INDICATORS, ANSWERS} <= set(self.tables)

    def _formulas(self) -> dict[str, dict[str, str]]:
        """The formulas by table and column, as far as the tables are there."""
        formulas: dict[str, dict[str, str]] = {}
        if SYSTEMS in self.tables:
            formulas[SYSTEMS] = {"number": self._weight(SYSTEMS, "sys"), "pilot": self._pilot()}
        shared = self.framework.settings["na_policy"].value == USUAL[0]
        if {SYSTEMS, INDICATORS} <= set(self.tables) and shared:
            formulas[SYSTEMS] |= self._systems()
            formulas[INDICATORS] = self._indicators()
        if {ANSWERS, INDICATORS} <= set(self.tables):
            answers = self._answers()
            formulas[ANSWERS] = (
                answers if shared else {field_id: answers[field_id] for field_id in BY_ITSELF}
            )
        return formulas

    def cell(self, table: str, field: str) -> str:
        """A field or a helper column of a table in the formula's own row."""
        placed = self.tables[table]
        return same_row(placed, placed.columns.get(field) or placed.helpers[field])

    def range(self, table: str, field: str) -> str:
        """All rows of a field or a helper column."""
        placed = self.tables[table]
        return column_range(placed, placed.columns.get(field) or placed.helpers[field])

    def code_position(self, table: str, other: str) -> str:
        """The place of the row's code among those of another table. A code that a program took for
        a number on either side is found by the number, or by the hidden id that agrees with it."""
        placed = self.tables[table]
        code, codes = self.cell(table, "code"), self.range(other, "code")
        return code_found(code, same_row(placed, ROW_IDS), codes)

    def names(self) -> Iterator[tuple[str, str]]:
        """Every defined name, with its formula relative to row 1."""
        for table, formulas in self._of_table.items():
            for field, formula in formulas.items():
                yield name_of("ROW", self.tables[table], field), formula
        if ANSWERS in self._of_table:
            yield from self._settings()

    def asked_tests(self, placed: TableLayout) -> Iterator[str]:
        """Tests of a row of the answers, 1 where its quantity is asked about."""
        if placed.table.id == ANSWERS and ANSWERS in self._of_table:
            yield ASKED

    def has(self, table: str, field: str) -> bool:
        """Whether a column of the table has a formula here."""
        return field in self._of_table.get(table, {})

    def _pilot(self) -> str:
        """1 for a system that is shown and not counted, by the code that is seen."""
        pilots = [system.code for system in self.framework.systems if system.pilot]
        return "+".join(("0", *is_one_of(self.cell(SYSTEMS, "sys"), pilots)))

    def _systems(self) -> dict[str, str]:
        """``effective``: 100 w / sum of w over the systems that count, while all can be used."""
        sys, inside = self.cell(SYSTEMS, "sys"), self.range(INDICATORS, "sys")
        counts, unusable = (self.range(INDICATORS, field_id) for field_id in ("counts", "unusable"))
        live = f"SUMPRODUCT(({inside}={sys})*({counts}+{unusable}))>0"
        applies = f"{self.cell(SYSTEMS, 'applies')}<>{word('applies', 'no', self.language)}"
        own = self.cell(SYSTEMS, "mass")
        whole = self.range(SYSTEMS, "mass")
        counts = f"AND({self.cell(SYSTEMS, 'pilot')}=0,{applies},{live})"
        sound = f"SUM({self.range(SYSTEMS, 'unusable')})=0"
        return {
            "mass": f"IF({counts},{self.cell(SYSTEMS, 'number')},0)",
            "unusable": f"IF({counts},{self._faulty(SYSTEMS, 'applies', 'weight')},0)",
            "effective": f'IF(AND({counts},SUM({whole})>0,{sound}),100*{own}/SUM({whole}),"")',
        }

    def _faulty(self, table: str, *fields: str) -> str:
        """1 where one of these cells of the row cannot be right."""
        names = (name_of("BAD", self.tables[table], field) for field in fields)
        return f"(IFERROR({'+'.join(names)},1)>0)*1"

    def _weight(self, table: str, code: str) -> str:
        """The weight of the row of a code, 0 where it is empty or unreadable."""
        number = name_of("NUM", self.tables[table], "weight")
        return f'IF({self.cell(table, code)}="",0,IF(ISNUMBER({number}),{number},0))'

    def _indicators(self) -> dict[str, str]:
        def cell(field: str) -> str:
            return self.cell(INDICATORS, field)

        def every(field: str) -> str:
            return self.range(INDICATORS, field)

        composite = f"{cell('method')}={word('method', 'composite', self.language)}"
        parts = f"({every('sys')}={cell('code')})"
        inside = f"SUMPRODUCT({parts}*({every('leaf')}+{every('unusable')}))>0"
        siblings = f"SUMPRODUCT(({every('sys')}={cell('sys')})*{every('counts')})"
        system = (
            f"INDEX({self.range(SYSTEMS, 'effective')},"
            f"MATCH({cell('sys')},{self.range(SYSTEMS, 'sys')},0))"
        )
        parent = f"INDEX({every('base')},MATCH({cell('sys')},{every('code')},0))"
        effective = cell("effective")
        sound = f"SUMPRODUCT(({every('sys')}={cell('sys')})*{every('unusable')})=0"
        return {
            "number": self._weight(INDICATORS, "code"),
            "leaf": f"IF({self._active()},IF({composite},0,{cell('number')}),0)",
            "counts": f"IF({composite},IF({self._active()},({inside})*{cell('number')},0),"
            f"{cell('leaf')})",
            "counted": f'IF({cell("code")}="","",IF({composite},'
            f"({self._active()})*(({inside})+{cell('unusable')}>0),"
            f"({self._active()})*1))",
            "unusable": self._unusable(),
            "effective": f"IF({cell('counted')}=1,IF(AND({siblings}>0,{sound}),"
            f'100*{cell("counts")}/{siblings},""),"")',
            "base": f'IF({effective}="","",IFERROR({system}*{effective}/100,""))',
            "share": f'IF({effective}="","",IF({cell("base")}<>"",{cell("base")},'
            f'IFERROR({parent}*{effective}/100,"")))',
        }

    def _unusable(self) -> str:
        """1 for an indicator that counts and cannot be weighed: a cell that decides on its weight
        is wrong, its code stands twice, it belongs to nothing, or it has weight and no parts."""
        code, sys = self.cell(INDICATORS, "code"), self.cell(INDICATORS, "sys")
        no, yes = word("applies", "no", self.language), word("yes_no", "yes", self.language)
        left_out = (
            f"OR({self.cell(INDICATORS, 'applies')}={no},{self.cell(INDICATORS, 'pilot')}={yes})"
        )
        composite = (
            f"{self.cell(INDICATORS, 'method')}={word('method', 'composite', self.language)}"
        )
        parts = f"SUMPRODUCT(({self.range(INDICATORS, 'sys')}={code})*1)"
        empty = f"IF({composite},({parts}=0)*({self.cell(INDICATORS, 'number')}>0),0)"
        lost = f'IF({sys}="",0,{self._faulty(INDICATORS, "sys")}+{self._too_deep(composite)})'
        faulty = self._faulty(INDICATORS, "code", "applies", "weight", "pilot")
        own = f"(({faulty}+{empty})>0)*1"
        return f'IF(OR({code}="",{left_out}),0,IF({lost}>0,1,IF({self._active()},{own},0)))'

    def _of_parent(self, field: str, default: str, part: str = "") -> str:
        """A field of the composite that the row, or the ``part`` of that code, belongs to, else the
        default."""
        codes, every = self.range(INDICATORS, "code"), self.range(INDICATORS, field)
        found = f"INDEX({every},MATCH({part or self.cell(INDICATORS, 'sys')},{codes},0))"
        return f"IFERROR({found},{default})"

    def _too_deep(self, composite: str) -> str:
        """1 for a composite in a composite, and for a part of one."""
        systems = self.range(SYSTEMS, "sys")
        inside = f"ISNUMBER(MATCH({self.cell(INDICATORS, 'sys')},{systems},0))"
        parent = self._of_parent("sys", text(""))
        above = f"ISNUMBER(MATCH({parent},{systems},0))"
        no = word("applies", "no", self.language)
        out = f"{self._of_parent('applies', text(''))}={no}"
        upper = f"{self._of_parent('applies', text(''), parent)}={no}"
        return f"IF(OR({inside},{out},{upper}),0,IF({above},({composite})*1,1))"

    def _active(self) -> str:
        """Whether an indicator counts: it applies, its parents apply, no pilot, no N/A answer."""
        no = word("applies", "no", self.language)
        code, sys = self.cell(INDICATORS, "code"), self.cell(INDICATORS, "sys")
        systems = self.range(SYSTEMS, "sys")

        def of_system(field: str) -> str:
            system = self._of_parent("sys", sys)
            return f"INDEX({self.range(SYSTEMS, field)},MATCH({system},{systems},0))"

        yes = word("yes_no", "yes", self.language)
        tests = [
            f'{code}<>""',
            f"{self.cell(INDICATORS, 'applies')}<>{no}",
            f"{self.cell(INDICATORS, 'pilot')}<>{yes}",
            f"{self._of_parent('applies', text(''))}<>{no}",
            f"{self._of_parent('pilot', text(''))}<>{yes}",
            f"{of_system('applies')}<>{no}",
            f"IFERROR({of_system('pilot')},0)=0",
        ]
        if ANSWERS in self.tables:
            answer = (
                f"INDEX({self.range(ANSWERS, 'state')},{self.code_position(INDICATORS, ANSWERS)})"
            )
            na = word("answer_state", "na", self.language)
            tests.append(f'IFERROR({answer},"")<>{na}')
        return f"IFERROR(AND({','.join(tests)}),FALSE)"

    def _settings(self) -> Iterator[tuple[str, str]]:
        """The scoring points and boxes of the answered indicator, read as numbers."""
        read = self._of(READ)
        for place, field in enumerate(number_fields(self.tables[INDICATORS].table)):
            if field.id in (*_POINTS, *_BOXES):
                yield f"PSO_OF_{field.id.upper()}", number_at(read, place)
        yield ASKED, self._asks_about_share()
        yield LEFT_OUT, f"{self._left_out()}*1"
        yield IMPOSSIBLE, self._impossible()
        points = [f"PSO_OF_{field.upper()}" for field in _POINTS]
        earned = [level.score for level in self.framework.rubric[1:]]
        yield from curves(self.cell(ANSWERS, "measure"), points, earned)

    def _impossible(self) -> str:
        """1 where the quantity lies outside the limits of its indicator: a percentage below 0 or
        above 100, unless a scoring point lies beyond as well."""
        x = self.cell(ANSWERS, "measure")
        highest = "MAX(N(PSO_OF_X4),N(PSO_OF_X5))"
        outside = f"OR(AND({x}<0,N(PSO_OF_X1)>=0),AND({x}>100,{highest}<=100))"
        return f"IF(ISNUMBER({x}),IF({self._in_percent()},{outside},FALSE),FALSE)*1"

    def _answers(self) -> dict[str, str]:
        code, position = self.cell(ANSWERS, "code"), self.cell(ANSWERS, "position")
        share = f"INDEX({self.range(INDICATORS, 'share')},{position})"
        weight, score = self.cell(ANSWERS, "weight"), self.cell(ANSWERS, "score")
        return {
            "position": f'IF({code}="","",IFERROR({self.code_position(ANSWERS, INDICATORS)},""))',
            "measure": self._measure(),
            "weight": f'IF({position}="","",{share})',
            "score": self._score(),
            "weighted": f'IF(AND(ISNUMBER({weight}),ISNUMBER({score})),{weight}*{score}/100,"")',
        }

    def _score(self) -> str:
        """The score of an answer: "" when it is not counted or blank, ✖ when it cannot be read."""
        state = self.cell(ANSWERS, "state")
        method = self.cell(ANSWERS, "method")
        by_method = {
            "level": self._level(),
            "yesno": self._yes_no(),
            "quantity": self._quantity(),
            "tiers": self._tiers(),
        }
        inner = text(UNSCORED)
        for code, formula in by_method.items():
            inner = f"IF({method}={word('method', code, self.language)},{formula},{inner})"
        scored = f"{state}={word('answer_state', 'scored', self.language)}"
        nothing = f"{state}={word('answer_state', 'nd', self.language)}"
        by_state = f"IF({scored},IFERROR({inner},{text(UNSCORED)}),{text(UNSCORED)})"
        na = word("answer_state", "na", self.language)
        blank = f"OR({self._blank('state')}=1,{state}={na})"
        twice = f"(SUMPRODUCT(--({self.range(ANSWERS, 'code')}={self.cell(ANSWERS, 'code')}))>1)"
        by_state = f"IF({twice},{text(UNSCORED)},IF({nothing},0,{by_state}))"
        return f'IF({blank},"",IF({self._left_out()},"",{by_state}))'

    def _left_out(self) -> str:
        """Whether stage 5 says that the indicator, or anything above it, does not apply."""
        no = word("applies", "no", self.language)
        sys, codes = self._of("sys"), self.range(INDICATORS, "code")
        parent = f"MATCH({sys},{codes},0)"
        tests = [
            f"{self._of('applies')}={no}",
            f'IFERROR(INDEX({self.range(INDICATORS, "applies")},{parent}),"")={no}',
        ]
        if SYSTEMS in self.tables:
            systems, applies = (self.range(SYSTEMS, field) for field in ("sys", "applies"))
            above = f"IFERROR(INDEX({self.range(INDICATORS, 'sys')},{parent}),{sys})"
            tests.append(f'IFERROR(INDEX({applies},MATCH({above},{systems},0)),"")={no}')
        return f"IFERROR(OR({','.join(tests)}),TRUE)"

    def _number(self, field: str) -> str:
        return name_of("NUM", self.tables[ANSWERS], field)

    def _blank(self, field: str) -> str:
        return name_of("NIL", self.tables[ANSWERS], field)

    def _level(self) -> str:
        level = self._number("level")
        return f'IF(LEN({level})=0,"",INDEX({LEVEL_SCORES},MATCH({level},{LEVELS},0)))'

    def _yes_no(self) -> str:
        cell, blank = self.cell(ANSWERS, "yes"), self._blank("yes")
        yes, no = (word("yes_no", code, self.language) for code in ("yes", "no"))
        return f'IF({blank}=1,"",IF({cell}={yes},100,IF({cell}={no},0,{text(UNSCORED)})))'

    def _quantity(self) -> str:
        """By the direction of the indicator; blank without a value or both parts of a ratio."""
        direction = self._of("direction")
        inner = text(UNSCORED)
        for code, name in (("range", "PSO_WITHIN"), ("less", "PSO_LESS"), ("more", "PSO_MORE")):
            inner = f"IF({direction}={word('direction', code, self.language)},{name},{inner})"
        inner = f"IF({IMPOSSIBLE}=1,{text(UNSCORED)},{inner})"
        return f'IF({self.cell(ANSWERS, "measure")}="","",{inner})'

    def _of(self, field: str) -> str:
        """A field of stage 5 of the indicator answered in the row."""
        return f"INDEX({self.range(INDICATORS, field)},{self.cell(ANSWERS, 'position')})"

    def _measure(self) -> str:
        """The quantity given: the ratio when both its parts are there, else the value; an error
        where one of them cannot be read."""
        top, bottom, value = (
            self._number(field) for field in ("numerator", "denominator", "value")
        )
        both = f"AND(ISNUMBER({top}),ISNUMBER({bottom}))"
        bad = f"OR(ISERROR({top}),ISERROR({bottom}),ISERROR({value}))"
        unclear = f"AND({ASKED}=1,{self._value_cell().unknown()})"
        given = f'IF({unclear},"",{value})'
        return f"IF({bad},NA(),IF({both},{self._times()}*{top}/{bottom},{given}))"

    def _times(self) -> str:
        """What a ratio is multiplied by: 100 for an indicator measured in percent."""
        return "100" if self.scoring == FIRST_SCORING else f"IF({self._in_percent()},100,1)"

    def _in_percent(self) -> str:
        """Whether the unit of the answered indicator is a percentage."""
        return percent_unit(self._of("unit"))

    def _value_cell(self) -> NumberCell:
        value = self.tables[ANSWERS].table.field("value")
        return RowFormulas(self.tables[ANSWERS], {}, self.language).number_cell(value)

    def _asks_about_share(self) -> str:
        """1 where the value of a percentage is above 0 and up to 1 (S809), which may be meant as a
        fraction of one; not where the indicator's own points are as small."""
        small = "IF(ISNUMBER(PSO_OF_X1),PSO_OF_X1<=1,FALSE)"
        scored = f"{self.cell(ANSWERS, 'state')}={word('answer_state', 'scored', self.language)}"
        bare = self._value_cell().is_bare_share(self._number("value"))
        return f"IFERROR(IF({scored},IF({self._in_percent()},IF({small},0,{bare}),0),0),0)"

    def _tiers(self) -> str:
        """A tier earns its worth by the share of its boxes, once the tiers below are complete."""
        numbers = [self._number(field) for field in _TIERS]
        inner, over = "0", list[str]()
        for field, box, worth in reversed(
            list(zip(_TIERS, _BOXES, self.framework.tiers, strict=True))
        ):
            done, boxes = f"N({self._number(field)})", f"N(PSO_OF_{box.upper()})"
            part = f"IF({boxes}=0,1,MIN(1,{done}/{boxes}))"
            inner = f"({worth:f}*{part}+IF({part}<1,0,{inner}))"
            over += [f"{done}>{boxes}", f"{done}<>INT({done})", f"{boxes}<>INT({boxes})"]
        inner = f"IF(OR({','.join(over)}),{text(UNSCORED)},{inner})"
        return f'IF(LEN({"&".join(numbers)})=0,"",{inner})'
