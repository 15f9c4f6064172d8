"""Guesses of the recognizer that name nothing: 高糖, 山谷里, 员工卡."""

import re

from hedui.extract.entities.aliases import stems_of
from hedui.extract.entities.often import often
from hedui.extract.entities.recognizer import Recognizer
from hedui.extract.entities.tagger import LEANINGS, Labels
from hedui.model import Entity, Mention
from hedui.wordlists import compile_words

# log2 of its count, plus one, from which a word or a name of the dictionary is no unlisted name.
_EVERYDAY, _FAMOUS = 4, 9
_LEANS_ENOUGH = {"ORG": 1.0, "LOC": 2.0}  # a single guess that leans less is as often a coinage as a name
_ILLNESS = compile_words(r"(?:..[^供加]热|[肺肝脑]炎|{illness})\Z")
_UNDERTAKING = compile_words(r"(?P<word>[一-鿿]{2})(?:{undertaking})")  # 警示教育, 淫秽信息
_KINDS = ("place_tail", "body_tail", "trade_tail", "company_tail", "legal_tail", "division")
_SIZED = re.compile(r"(?P<word>[一-鿿]{2})[0-9]{1,4}[A-Z]")  # 镜头|20X


def common(text: str, m: Mention[Entity], recognizer: Recognizer) -> bool:
    """Whether a guess is a word for things of a sort and no name."""
    return unnamed(text, m, recognizer) or _everyday(m, recognizer) or _sort_of_things(m, recognizer)


def unnamed(text: str, m: Mention[Entity], recognizer: Recognizer) -> bool:
    """Whether a guessed body has no name: 改扩建|中小学, 农业农村|部门, 单位中|便利店, or is an illness."""
    if m.value.label != "ORG":
        return False
    if m.text[0] == "中" and len(m.text) > 3 and _names_nothing(m.text[1:], recognizer):
        return True
    heads = recognizer.tails["no_name_head"]
    return m.text.startswith(heads) or text.startswith("部门", m.end) or _ILLNESS.search(m.text) is not None


def _sort_of_things(m: Mention[Entity], recognizer: Recognizer) -> bool:
    """Whether a guess is a word of two characters, unlisted, of which the first says what sort: 高|糖, 含|铁."""
    core = next((s for s in stems_of(m.text, recognizer) if len(s) == 2), m.text)
    return (
        len(core) == 2
        and m.value.label in ("ORG", "LOC", "PRODUCT")
        and core[0] in recognizer.words["sort_prefix"]
        and not recognizer.knowledge.lists(core)
    )


def _everyday(m: Mention[Entity], recognizer: Recognizer) -> bool:
    """Whether a guess is a word that names nothing by itself (湖畔, 手头), or a spot by such a word (山谷|里)."""
    knowledge = recognizer.knowledge
    if m.value.label == "PRODUCT":
        sized = _SIZED.fullmatch(m.text)
        return (
            sized is not None and knowledge.knows(sized["word"]) and not knowledge.names_something(sized["word"])
        )
    if m.value.label not in LEANINGS or m.text in recognizer.gazetteer.canonical:
        return False
    done = _UNDERTAKING.fullmatch(m.text) if m.value.label == "ORG" else None
    if done and _names_nothing(done["word"], recognizer):
        return True
    if m.value.label == "LOC" and m.text[-1] in "里中内外上下旁边" and not knowledge.knows(m.text):
        return True
    if not knowledge.knows(m.text) or knowledge.lists(m.text):
        return False
    return knowledge.common(m.text) >= (_FAMOUS if knowledge.names_something(m.text) else _EVERYDAY)


def _names_nothing(word: str, recognizer: Recognizer) -> bool:
    knowledge = recognizer.knowledge
    if word in recognizer.gazetteer.canonical:
        return False
    return (
        knowledge.common(word) >= _EVERYDAY and not knowledge.names_something(word) and not knowledge.lists(word)
    )


def doubtful(text: str, m: Mention[Entity], labels: Labels, recognizer: Recognizer) -> bool:
    """Whether a guess stands once, has no kind in it (煤矿, 食品) and leans only a little: 老窑, 考勤卡."""
    if m.value.label not in ("ORG", "LOC") or m.text in recognizer.gazetteer.canonical or m.text.isascii():
        return False
    if labels.lean(m.start, m.end).max() >= _LEANS_ENOUGH[m.value.label] or often(text, m.text) > 1:
        return False
    tails = recognizer.tails
    return not any(m.text.endswith(tails[kinds]) for kinds in _KINDS) and not recognizer.knowledge.lists(m.text)
