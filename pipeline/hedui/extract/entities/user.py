"""The user's own model: any installed spaCy pipeline that sets doc.ents, with its labels brought to ours."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from hedui.errors import RunError
from hedui.model import Entity, Mention

if TYPE_CHECKING:
    from spacy.language import Language

# Labels of OntoNotes, CoNLL and the Chinese corpora; what is not here is no name to us (DATE, MONEY, CARDINAL).
LABELS: dict[str, str] = {
    "ORG": "ORG",
    "NORP": "ORG",
    "PER": "PER",
    "PERSON": "PER",
    "LOC": "LOC",
    "GPE": "LOC",
    "FAC": "LOC",
    "PRODUCT": "PRODUCT",
    "EVENT": "EVENT",
    "WORK_OF_ART": "WORK",
    "WORK": "WORK",
    "LAW": "WORK",
}


def load_user_model(name: str, labels: Mapping[str, str] = LABELS) -> Callable[[str], Sequence[Mention[Entity]]]:
    """A function from clean text to the names that an installed spaCy pipeline finds (`--ner NAME`).

    Raises RunError when no pipeline of that name is installed; nothing is downloaded.
    """
    import spacy

    try:
        pipeline = spacy.load(name)
    except OSError as error:
        raise RunError(f"没有找到 spaCy 模型 {name}。请先安装它,或去掉 --ner。") from error
    return user_model(pipeline, labels)


def user_model(
    pipeline: "Language", labels: Mapping[str, str] = LABELS
) -> Callable[[str], Sequence[Mention[Entity]]]:
    """The same for a pipeline already loaded.  Its tokens may differ from ours: only offsets are taken over."""

    def names(text: str) -> list[Mention[Entity]]:
        return [
            Mention(
                start=entity.start_char,
                end=entity.end_char,
                text=entity.text,
                value=Entity(entity.text, labels[entity.label_]),
                source="user",
                score=0.9,
                rules=(str(pipeline.meta.get("name", "user")),),
            )
            for entity in pipeline(text).ents
            if entity.label_ in labels
        ]

    return names
