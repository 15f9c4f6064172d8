"""Training texts once more with composed names, so that context and kinds are learned and not characters.

In the annotated texts nearly every name is a listed one, and a model trained on them alone leans on the lists: a
firm, a town or a person that no list holds it does not see.  Here each name of a text gives way to one made at
random (椒禾食品 for 康师傅食品, 澧屏市 for 杭州市), the same for the same within the text, and its kind (食品, 市)
mostly stays.  The texts around the names are what they were.  A seed makes it repeatable.
"""

import random
import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from ner_corpora import Sample
from ner_knowledge import FAMILY_NAMES, FOREIGN_SOUNDS, dictionary_rows, listed_names

from hedui.tokenizer import load_tokenizer

WORDS: dict[str, list[str]] = tomllib.loads(Path(__file__).with_name("composed.toml").read_text("utf-8"))
_HAN = re.compile(r"[一-鿿]+\Z")
_TERRAIN = "江河湖海山岭沟湾桥港岛川州阳陵津原坪屯塘溪泉浦洲峡林城口关门堡营庄寨"
_BODY_TAILS = sorted({*WORDS["trades"], *WORDS["bodies"]}, key=lambda tail: (-len(tail), tail))
_PLACE_TAILS = sorted(WORDS["places"], key=lambda tail: (-len(tail), tail))
_KEPT = 0.5  # of the names that everything is told of (中国, 美国), so many stay
_OFTEN = 60  # such names stand in the texts so often


# Of the firms without a trade, so many are called as chains are: a fifth cost 26 of 575 invented owners.
_CHAINS = 0.0
_COINED = 0.1  # of the everyday words, so many become coinages


@dataclass(frozen=True)
class Stock:
    """What names are made of: characters by how often names have them, everyday words, all characters."""

    place: str
    brand: str
    given: str
    words: tuple[str, ...]
    plain: tuple[str, ...]
    verbs: tuple[str, ...]
    rare: str
    places: frozenset[str]


@lru_cache(maxsize=1)
def stock() -> Stock:
    """From the dictionary and the listed names."""
    rows = dictionary_rows()
    short = [(word, tag) for word, _, tag in rows if 2 <= len(word) <= 3 and _HAN.match(word)]
    place = Counter(char for word, tag in short if tag == "ns" for char in word if char not in "省市县区镇乡村")
    brand = Counter(char for word, tag in short if tag in ("nz", "nt", "nrt", "ns", "nr") for char in word[:2])
    given = Counter(char for word, tag in short if tag == "nr" and word[0] in FAMILY_NAMES for char in word[1:])
    words = tuple(
        sorted(word for word, n, tag in rows if len(word) == 2 and tag == "n" and n > 30 and _HAN.match(word))
    )
    plain = tuple(
        sorted(w for w, n, tag in rows if len(w) == 2 and tag in ("n", "v", "vn") and n > 20 and _HAN.match(w))
    )
    verbs = tuple(
        sorted(w for w, n, tag in rows if len(w) == 2 and tag in ("v", "vn", "d") and n > 100 and _HAN.match(w))
    )
    every = "".join(bytes((high, low)).decode("gb2312") for high in range(0xB0, 0xF7) for low in range(0xA1, 0xF9))
    listed = listed_names(rows)
    places = frozenset(
        name for name, sort in listed.items() if sort in ("place", "foreign place") and len(name) > 1
    )
    return Stock(_pool(place), _pool(brand), _pool(given), words, plain, verbs, every, places)


@lru_cache(maxsize=1)
def _plain() -> frozenset[str]:
    return frozenset(stock().plain)


def _pool(counts: Counter[str]) -> str:
    """Each character as often as the root of its count."""
    return "".join(char * round(count**0.5) for char, count in sorted(counts.items()))


class Composer:
    """Names for one text: the same name for the same form, and the same core for forms that share one."""

    def __init__(self, seed: str, often: frozenset[str]) -> None:
        self.chance = random.Random(seed)
        self.stock = stock()
        self.often = often
        self.cores: dict[tuple[str, str], str] = {}

    def name(self, form: str, label: str) -> str:
        """What stands for this name."""
        if (
            form in self.often
            and self._memo("kept", form, lambda: "1" if self.chance.random() < _KEPT else "0") == "1"
        ):
            return form
        if not _HAN.match(form.replace("·", "")) or len(form) < 2:
            return form
        make = {"ORG": self._body, "LOC": self._place, "PER": self._person, "EVENT": self._event}
        return make.get(label, self._thing)(form)

    def _memo(self, sort: str, form: str, make) -> str:  # type: ignore[no-untyped-def]
        key = (sort, form)
        if key not in self.cores:
            self.cores[key] = make()
        return self.cores[key]

    def _some(self, pool: str) -> str:
        return self.chance.choice(self.stock.rare if self.chance.random() < 0.08 else pool)

    def _place_core(self) -> str:
        chance, pool = self.chance, self.stock.place
        kind = chance.random()
        if kind < 0.08:
            return chance.choice(self.stock.words) + chance.choice(_TERRAIN)
        if kind < 0.2:
            return (
                chance.choice("双三五九七大小青白黄黑红石金银铜上下东西南北")
                + self._some(pool)
                + chance.choice(_TERRAIN)
            )
        size = chance.choices((2, 3, 4), (75, 20, 5))[0]
        core = "".join(self._some(pool) for _ in range(size))
        return core[:-1] + chance.choice(_TERRAIN) if chance.random() < 0.3 else core

    def _brand_core(self, alone: bool = True) -> str:
        """A firm's own name; an everyday word (红岸|资本) only where its trade follows."""
        chance = self.chance
        kind = chance.random()
        if kind < 0.2 and not alone:
            return chance.choice(self.stock.words)
        if kind < 0.3:
            return chance.choice(self.stock.words)[0] + chance.choice(self.stock.words)[1]
        pool = self.stock.brand if kind < 0.8 else self.stock.place
        return "".join(self._some(pool) for _ in range(chance.choices((2, 3, 4), (78, 14, 8))[0]))

    def _brand(self, alone: bool) -> str:
        """A firm's own name, or where it stands alone a chain's."""
        return self._chain() if alone and self.chance.random() < _CHAINS else self._brand_core(alone)

    def _chain(self) -> str:
        """A chain's or a brand's name: 饭团屋, 鲤饭团, 云记, 试鲜, or of foreign sounds."""
        chance = self.chance
        core, goods = self._brand_core(), chance.choice(WORDS["goods"])
        return chance.choice(
            (
                core,
                core,
                core,
                goods + chance.choice(WORDS["shops"]),
                core[:1] + goods,
                core[:2] + goods,
                core[:1] + chance.choice(WORDS["shops"]),
                core[:2] + chance.choice(WORDS["shops"]),
                chance.choice(self.stock.plain) + chance.choice(WORDS["shops"]),
                chance.choice(self.stock.plain)[0] + chance.choice(self.stock.plain)[0],
            )
        )

    def _head(self, form: str) -> tuple[str, str]:
        """The listed place that a name begins with, and the rest."""
        for size in range(min(6, len(form) - 2), 1, -1):
            if form[:size] in self.stock.places:
                return form[:size], form[size:]
        return "", form

    def _body(self, form: str) -> str:
        head, rest = self._head(form)
        if head:
            return self._memo("LOC", head, self._place_core) + (
                rest if rest in WORDS["bodies"] or len(rest) > 6 else self._body(rest)
            )
        tail = next((tail for tail in _BODY_TAILS if form.endswith(tail)), "")
        core = form[: len(form) - len(tail)] if tail else form
        if (
            form in WORDS["trades"]
            or form in WORDS["bodies"]
            or len(core) > 5
            or core.startswith(("国家", "中国", "中央", "全国"))
        ):
            return form
        new = self._memo("ORG", core, lambda: self._brand(alone=not tail)) if len(core) > 1 else core
        if not tail:
            extra = 0.4 if len(form) <= 4 else 0.0
            return new + self._memo("tail", form, lambda: self._trade(extra))
        return new + (self._memo("tail", tail, lambda: self._trade(1.0)) if tail in WORDS["trades"] else tail)

    def _trade(self, chance: float) -> str:
        if self.chance.random() >= chance:
            return ""
        return self.chance.choice(WORDS["trades" if self.chance.random() < 0.7 else "more_trades"])

    def _place(self, form: str) -> str:
        head, rest = self._head(form)
        if head and len(rest) >= 2 and rest not in WORDS["places"]:
            return self._place(head) + self._place(rest)
        tail = next((tail for tail in _PLACE_TAILS if form.endswith(tail) and len(form) > len(tail)), "")
        core = form[: len(form) - len(tail)]
        if form in WORDS["places"] or len(core) > 5:
            return form
        if len(core) == 1:
            core, tail = form, ""
        new = self._memo("LOC", core, self._place_core)
        if tail in ("市", "县", "区", "镇", "乡", "村"):
            return new + self._memo("division", tail, lambda: self.chance.choice((tail, *WORDS["divisions"])))
        if tail:
            return new + (
                tail
                if self.chance.random() < 0.8
                else self._memo("kind", tail, lambda: self.chance.choice(WORDS["places"]))
            )
        return new + self._memo(
            "added", form, lambda: self.chance.choice(WORDS["divisions"]) if self.chance.random() < 0.3 else ""
        )

    def _person(self, form: str) -> str:
        tail = next((t for t in WORDS["titles"] if form.endswith(t) and len(form) > len(t)), "")
        core = form[: len(form) - len(tail)]
        if "·" in core:
            return "·".join(self._memo("PER", part, self._foreign) for part in core.split("·")) + tail
        if len(core) == 1:
            return self._memo("PER", core, self._family) + tail
        if core[0] in FAMILY_NAMES and len(core) <= 3:
            return self._memo("PER", core, self._chinese) + tail
        return self._memo("PER", core, self._foreign) + tail

    def _family(self) -> str:
        first = self.chance.random() ** 1.5
        return FAMILY_NAMES[int(first * len(FAMILY_NAMES))]

    def _chinese(self) -> str:
        family = self.chance.choice(WORDS["double"]) if self.chance.random() < 0.03 else self._family()
        return family + "".join(
            self._some(self.stock.given) for _ in range(2 if self.chance.random() < 0.75 else 1)
        )

    def _foreign(self) -> str:
        return "".join(
            self.chance.choice(FOREIGN_SOUNDS) for _ in range(self.chance.choices((2, 3, 4, 5), (3, 5, 3, 1))[0])
        )

    def _event(self, form: str) -> str:
        head, rest = self._head(form)
        return self._place(head) + rest if head else form

    def coined(self, text: str) -> str:
        """The text with some of its everyday words as coinages (完赛, 升井): not all that is strange is a name."""
        plain = _plain()
        cut = (token.text for token in load_tokenizer()(text)) if text else ()
        return "".join(
            self._coinage() if word in plain and self.chance.random() < _COINED else word for word in cut
        )

    def _coinage(self) -> str:
        first, last = self.chance.choice(self.stock.plain), self.chance.choice(self.stock.plain)
        return first[0] + last[self.chance.randrange(2)]

    def _thing(self, form: str) -> str:
        return self._memo("THING", form, self._made) if len(form) <= 6 and self.chance.random() < 0.6 else form

    def _made(self) -> str:
        words = self.stock.words
        return "".join(self.chance.choice(words) for _ in range(self.chance.choices((1, 2), (3, 2))[0]))


def frequent(samples: Sequence[Sample]) -> frozenset[str]:
    """The names that everything is told of."""
    counts = Counter(s.text[a:b] for s in samples for a, b, _ in s.spans)
    return frozenset(form for form, count in counts.items() if count >= _OFTEN)


def composed(sample: Sample, seed: str, often: frozenset[str]) -> Sample:
    """The text with a composed name for each of its names."""
    composer, pieces, spans = Composer(f"{seed} {sample.text[:80]}", often), [], []
    at = size = 0
    for start, end, label in sample.spans:
        if start < at:
            continue
        name = composer.name(sample.text[start:end], label)
        between = composer.coined(sample.text[at:start])
        pieces += [between, name]
        size += len(between)
        spans.append((size, size + len(name), label))
        size, at = size + len(name), end
    return replace(sample, text="".join([*pieces, composer.coined(sample.text[at:])]), spans=tuple(spans))


def with_composed(samples: Sequence[tuple[Sample, int]], copies: dict[str, int]) -> Iterator[tuple[Sample, int]]:
    """The samples, and composed copies of each, so many to two by its style; a copy counts once."""
    often = frequent([sample for sample, _ in samples])
    for place, (sample, times) in enumerate(samples):
        yield sample, times
        for number in range((copies[sample.style] + place % 2) // 2 if sample.spans else 0):
            yield composed(sample, str(number), often), 1


FRAMES = Path(__file__).with_name("frames.txt")
_SLOT = re.compile(r"\{([a-zA-Z])\}")
_SLOT_LABELS = {"o": "ORG", "s": "ORG", "b": "ORG", "g": "ORG", "c": "LOC", "l": "LOC", "f": "LOC"}
_SLOT_LABELS |= {"p": "PER", "x": "PER", "d": "PRODUCT", "e": "EVENT", "k": "ORG", "t": "ORG", "m": "ORG"}
_SLOT_LABELS |= {"h": "ORG", "q": "ORG", "w": "ORG", "y": "ORG", "i": "LOC", "j": "LOC", "u": "WORK"}
_SLOT_LABELS["r"] = "PRODUCT"


class Filler(Composer):
    """Names for the slots of a frame."""

    def fill(self, slot: str) -> str:
        """A name for the slot: see frames.txt."""
        chance = self.chance
        core = self._place_core()
        make = {
            "o": lambda: self._brand_core(False) + chance.choice(WORDS["trades"]),
            "s": self._brand_core,
            "b": lambda: core + chance.choice(("银行", "银行", "农商银行")),
            "g": lambda: core + chance.choice(("", "省", "市", "县")) + chance.choice(WORDS["offices"]),
            "c": lambda: core + chance.choice(WORDS["divisions"]),
            "l": lambda: core,
            "f": lambda: core + chance.choice(WORDS["kinds"]),
            "p": self._chinese,
            "x": self._foreign,
            "d": self._made if chance.random() < 0.5 else self._brand_core,
            "e": lambda: (
                chance.choice(("", "", f"20{chance.randint(10, 29)}")) + core + chance.choice(WORDS["events"])
            ),
            "k": self._chain,
            "t": lambda: chance.choice((core, self._brand_core())) + chance.choice(WORDS["teams"]),
            "m": lambda: core + chance.choice(WORDS["houses"]),
            "h": lambda: core + chance.choice(("", "", "市", "区", "第一")) + chance.choice(WORDS["schools"]),
            "q": lambda: self._cause(core) + chance.choice(WORDS["parties"]),
            "w": self._watch,
            "i": lambda: chance.choice((core, self._foreign())) + chance.choice(WORDS["islands"]),
            "j": lambda: chance.choice((core, core, self._brand_core(False))) + chance.choice(WORDS["estates"]),
            "r": lambda: chance.choice((self._chain(), self._made(), self._brand_core())),
            "y": lambda: chance.choice((core, self._brand_core(False))) + chance.choice(WORDS["more_trades"]),
            "u": lambda: self._made() if chance.random() < 0.6 else core,
            "z": self._coinage,
            "v": self._common,
            "V": lambda: chance.choice(self.stock.verbs),
            "N": lambda: chance.choice(self.stock.words),
        }
        return make[slot]()

    def _cause(self, core: str) -> str:
        """What a party is called by: a place, or more often what it stands for."""
        return core if self.chance.random() < 0.25 else self.chance.choice(WORDS["causes"])

    def _watch(self) -> str:
        """A body by what it watches over (消费者委员会), with its place or not, or its short form (消监会)."""
        chance, duty = self.chance, self.chance.choice(WORDS["duties"])
        place = self._place_core() + chance.choice(("", "市", "县")) if chance.random() < 0.3 else ""
        if chance.random() < 0.3:
            return duty[0] + chance.choice(WORDS["short_bodies"])
        return place + duty + chance.choice(WORDS["councils"])

    def _common(self) -> str:
        """What looks like a firm and is a thing: 投资|物业."""
        chance = self.chance
        if chance.random() < 0.4:
            return chance.choice(self.stock.plain) + chance.choice(WORDS["rooms"])
        first = chance.choice((*WORDS["unnamed"], chance.choice(self.stock.plain)))
        return first + chance.choice((*WORDS["trades"][:60], *WORDS["more_trades"], *WORDS["goods"]))


def filled(times: int) -> Iterator[Sample]:
    """Each frame, so many times with other names and numbers; what follows # seldom a quarter as often."""
    often, seldom = (
        [line for line in part.splitlines() if line and line[0] != "#"]
        for part in FRAMES.read_text("utf-8").split("# seldom\n", 1)
    )
    for number in range(times):
        for frame in (*often, *seldom) if number % 4 == 0 else often:
            filler, text, spans, at = Filler(f"{number} {frame}", frozenset()), "", [], 0
            for match in _SLOT.finditer(frame):
                text += frame[at : match.start()]
                at = match.end()
                name = _figure(filler.chance) if match[1] == "n" else filler.fill(match[1])
                if match[1] in _SLOT_LABELS:
                    spans.append((len(text), len(text) + len(name), _SLOT_LABELS[match[1]]))
                text += name
            yield Sample(text + frame[at:], tuple(spans), "news")


def _figure(chance: random.Random) -> str:
    """A number, as often whole as not."""
    return (
        str(chance.randint(2, 99)) if chance.random() < 0.5 else f"{chance.randint(1, 500)}.{chance.randint(0, 9)}"
    )
