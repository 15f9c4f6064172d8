"""What recognition needs, loaded once per process: the trained tagger, the lists, and the user's own model."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from hedui.extract.entities.gazetteer import Gazetteer, load_gazetteer
from hedui.extract.entities.knowledge import Knowledge
from hedui.extract.entities.tagger import Tagger, load_tagger
from hedui.lexicon import Lexicon
from hedui.model import Entity, Mention

UserModel = Callable[[str], Sequence[Mention[Entity]]]


@dataclass(frozen=True, slots=True)
class Recognizer:
    """Models and lists, read-only.  `tails` are the word lists, longest first.

    `user` is the user's own model; where it is given the shipped tagger is not asked.  `stems` keeps what has been
    worked out about names.
    """

    tagger: Tagger
    gazetteer: Gazetteer
    words: dict[str, frozenset[str]]
    tails: dict[str, tuple[str, ...]]
    user: UserModel | None = None
    stems: dict[str, list[str]] = field(init=False, default_factory=dict, compare=False)

    @property
    def knowledge(self) -> Knowledge:
        """What the shipped model knows beforehand."""
        return self.tagger.knowledge

    @property
    def no_names(self) -> frozenset[str]:
        """Forms that look like names and mean a class of things: 上市公司."""
        return self.words["not_a_name"]

    def is_word(self, text: str) -> bool:
        """Whether the dictionary lists this word."""
        return self.tagger.knowledge.knows(text)


def load_recognizer(lexicon: Lexicon, user: UserModel | None = None) -> Recognizer:
    """The shipped recognizer with the lexicon's names; a user's model is asked before the shipped one."""
    return _load(lexicon, user)


@lru_cache(maxsize=4)
def _load(lexicon: Lexicon, user: UserModel | None) -> Recognizer:
    words = {row.id: frozenset(row.forms) for row in lexicon.names}
    gazetteer = load_gazetteer(lexicon.entities, sorted(words["masks"]))
    tails = {name: tuple(sorted(forms, key=lambda form: (-len(form), form))) for name, forms in words.items()}
    return Recognizer(_shipped_tagger(), gazetteer, words, tails, user)


@lru_cache(maxsize=1)
def _shipped_tagger() -> Tagger:
    return load_tagger()
