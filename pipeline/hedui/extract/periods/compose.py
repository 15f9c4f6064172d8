"""Atoms that touch become expressions: 去年 + 12月 + 底, 7月17日8时 至 18日8时, 截至6月30日止六个月."""

import re
from collections.abc import Iterator

from msgspec import Struct, structs

import hedui.extract.periods.grammar as grammar
from hedui.extract.periods.almanac import Almanac, shipped

# From coarse to fine: an atom may follow only a coarser one.
_ORDER = (
    "century plan yearspan year year2 yearrel fy roc roc2 minguo era zodiac decade2",
    "decade sofar whole half",
    "code code2 season quarter quarterth quarterspan quarterspan2 quarterrel front report",
    "month monthspan monthrel wholemonth lunarmonth",
    "week nth same edge",
    "day nodate dayspan dayrel daytold day3 stamp stampspan slash slashspan english lunar lunar3 holiday vacation",
    "weekday",
    "part",
    "clock clockspan",
)
_RANK = {kind: rank for rank, kinds in enumerate(_ORDER, 1) for kind in kinds.split()}
_DAYS = frozenset(("天", "日", "周"))
_WHOLE_DAYS = frozenset(("stamp", "stampspan", "english", "dayrel", "daytold"))
_ALONE = frozenset(("span", "since", "ago", "pair", "games"))
_SPACES = re.compile(
    r"[ \u3000]{0,2}(?:的(?=[“「]?[国春中端清五元十第前最])"
    rf"|[（(]?(?:{grammar.ZONES})时间[）)]?)?"
)
_AND_YEAR_AGO = re.compile("(?:和|与|及|、|以及|或)(?:上年|去年|上一?年度?)同期")
_COMPARED_BEFORE = re.compile(r"(?:较|比|与|相比|相较|相较于|比起|对比|不及|低于|高于|超过|媲美|恢复至|恢复到)\Z")


class Atom(Struct, frozen=True, gc=False):
    """One word of time and its parts: by name, None for one that it has not, or in their order."""

    kind: str
    start: int
    end: int
    text: str
    match: re.Match[str]

    def __getitem__(self, name: str) -> str | None:
        return self.match[name] if name in self.match.re.groupindex else None

    @property
    def parts(self) -> tuple[str, ...]:
        """What its pattern's groups hold, without the whole: 2024 and 26 of 2024-26年."""
        return tuple(part for part in self.match.groups() if part is not None)[1:]


class Expression(Struct, frozen=True, gc=False):
    """Atoms from coarse to fine, what follows them, and the other end of an interval."""

    start: int
    end: int
    atoms: tuple[Atom, ...]
    edge: str = ""
    stop: str = ""
    since: bool = False
    as_of: bool = False
    until: "Expression | None" = None

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of its atoms, from coarse to fine."""
        return tuple([atom.kind for atom in self.atoms])  # in half the time of a generator: asked for often


def expressions(text: str, wide: bool = False, almanac: Almanac | None = None) -> Iterator[Expression]:
    """All expressions of time in text order, without overlap; `wide` keeps lone hours and parts of a day."""
    words, position = (almanac or shipped()).atoms, 0
    while (match := words.search(text, position)) is not None:
        expression = _linked(text, _chain(text, match, words), words)
        position = max(expression.end, position + 1)
        if wide or _stands(text, expression):
            yield _as_of(text, expression)


def _atom(match: re.Match[str]) -> Atom:
    return Atom(match.lastgroup or "", match.start(), match.end(), match.group(), match)


def _chain(text: str, match: re.Match[str], words: grammar.Grammar) -> Expression:
    atoms = [_atom(match)]
    end = atoms[0].end
    while atoms[-1].kind not in _ALONE:
        gap = _SPACES.match(text, end)
        match = words.match(text, gap.end() if gap else end) or match
        follower = _atom(match)
        if follower.start < end or not _may_follow(atoms[-1], follower):
            break
        atoms.append(follower)
        end = atoms[-1].end
    return _tail(text, tuple(atoms))


def _may_follow(last: Atom, follower: Atom) -> bool:
    kind = follower.kind
    if kind in _ALONE or last.kind in ("same", "edge"):
        return False
    if kind == "yearrel" or (kind == "report" and last.kind != "yearrel"):
        return False
    if last.kind in _WHOLE_DAYS and kind not in ("part", "clock", "weekday"):
        return False
    if last.kind == "holiday" and kind == "front" and follower["fu"] in _DAYS:
        return "假" in last.text or "黄金周" in last.text  # 春节前三天 may be those before it
    return rank(follower) > rank(last)


def rank(atom: Atom) -> int:
    """How fine an atom is; 首19日 is a part of a month, 首11个月 of a year, 第三天 of what lasts some days."""
    if atom.kind == "front" and atom["fu"] in _DAYS:
        return 5
    return _RANK["weekday"] if atom.kind == "nth" and atom.text[-1] in "天日" else _RANK[atom.kind]


def _tail(text: str, atoms: tuple[Atom, ...]) -> Expression:
    end, edge, stop, since = atoms[-1].end, "", "", False
    fine = _RANK.get(atoms[-1].kind, 9)
    pattern = grammar.ERA_EDGE if atoms[-1].kind in ("century", "decade", "decade2") else grammar.EDGE
    if fine <= 4 and (found := pattern.match(text, end)):
        edge, end = found.group(), found.end()
    if fine in (6, 7) and (found := grammar.PAREN_WEEKDAY.match(text, end)):
        end = found.end()
    if fine >= 3 and (found := grammar.STOP.match(text, end)):
        stop, end = found.group().strip(), found.end()
    elif found := grammar.SINCE.match(text, end):
        since, end = True, found.end()
    return Expression(atoms[0].start, end, atoms, edge, stop, since)


def _linked(text: str, left: Expression, words: grammar.Grammar) -> Expression:
    if left.stop or left.since or left.atoms[-1].kind in (*_ALONE, "same"):
        return left
    link = grammar.LINK.match(text, left.end)
    if link is None:
        return left
    match = words.match(text, link.end())
    if match is None or match.lastgroup in (*_ALONE, "same", "report", "quarterrel"):
        return left
    right = _chain(text, match, words)
    return Expression(left.start, right.end, left.atoms, left.edge, right.stop, right.since, until=right)


def _stands(text: str, expression: Expression) -> bool:
    """Whether the expression alone is a time: 5日 after 近 is a length, 早 or 一日 alone is nothing."""
    if len(expression.atoms) > 1 or expression.until is not None:
        return True
    atom = expression.atoms[0]
    before = text[max(0, atom.start - 4) : atom.start]
    if atom.kind in ("day", "dayspan"):
        plain = atom.text.endswith("日") and (atom.text[0].isdecimal() or len(atom.text) > 2)
        return plain and grammar.NOT_BEFORE_DAY.search(before) is None
    if atom.kind == "century":  # 21世纪经济报道
        return bool(expression.edge or expression.since)
    if atom.kind in ("clockspan", "day3", "nth"):
        return False
    if atom.kind == "clock":
        return bool(re.search("[时点].*分", atom.text)) or grammar.AS_OF.search(before) is not None
    if atom.kind == "front":
        return atom["fu"] not in _DAYS and atom["fw"] not in ("后", "末")
    return atom.kind != "part"


def _as_of(text: str, expression: Expression) -> Expression:
    found = grammar.AS_OF.search(text, max(0, expression.start - 6), expression.start)
    return structs.replace(expression, start=found.start(), as_of=True) if found is not None else expression


def compared(text: str, expression: Expression) -> bool:
    """Whether the expression is what something is compared with: 较2024年, 比去年同期."""
    if _AND_YEAR_AGO.match(text, expression.end):  # 三季度和上年同期: both are compared with
        return True
    back = expression.atoms[0].text in ("前一年", "上一年", "上年", "上年度", "上一年度")
    if back or "same" in expression.kinds:
        return True
    return _COMPARED_BEFORE.search(text, max(0, expression.start - 4), expression.start) is not None
