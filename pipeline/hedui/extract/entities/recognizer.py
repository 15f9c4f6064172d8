"""What recognition needs, loaded once per process: the trained tagger, the lists, and the user's own model."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from hedui.extract.entities.gazetteer import Gazetteer, load_gazetteer
from hedui.extract.entities.knowledge import Knowledge
from hedui.extract.entities.tagger import MODEL, Tagger, load_tagger
from hedui.lexicon import Lexicon
from hedui.model import Entity, Mention

UserModel = Callable[[str], Sequence[Mention[Entity]]]


@dataclass(frozen=True, slots=True)
class Recognizer:
    """Models and lists, read-only.  `tails` are the word lists, longest first.

    `user` is the user's own model; where it is given the shipped tagger is not asked.  `stems` keeps what has been
    worked out about names.
    """

    tagger: Tagger | None
    gazetteer: Gazetteer
    words: dict[str, frozenset[str]]
    tails: dict[str, tuple[str, ...]]
    user: UserModel | None = None
    stems: dict[str, list[str]] = field(init=False, default_factory=dict, compare=False)

    @property
    def knowledge(self) -> Knowledge | None:
        """What the shipped model knows beforehand; None where there is none."""
        return self.tagger.knowledge if self.tagger is not None else None

    def is_word(self, text: str) -> bool:
        """Whether the dictionary lists this word; False when no model is there to say so."""
        return self.tagger is not None and self.tagger.knowledge.knows(text)


def load_recognizer(lexicon: Lexicon, user: UserModel | None = None) -> Recognizer:
    """The shipped recognizer with the lexicon's names; a user's model is asked before the shipped one."""
    return _load(lexicon, user)


@lru_cache(maxsize=4)
def _load(lexicon: Lexicon, user: UserModel | None) -> Recognizer:
    words = {row.id: frozenset(row.forms) for row in lexicon.names}
    gazetteer = load_gazetteer(lexicon.entities, sorted(words.get("masks", ())))
    tails = {name: tuple(sorted(forms, key=lambda form: (-len(form), form))) for name, forms in words.items()}
    return Recognizer(_shipped_tagger(), gazetteer, words, tails, user)


@lru_cache(maxsize=1)
def _shipped_tagger() -> Tagger | None:
    return load_tagger() if MODEL.is_file() else None
