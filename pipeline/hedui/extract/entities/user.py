"""The user's own model: any installed spaCy pipeline that sets doc.ents, with its labels brought to ours."""

from collections.abc import Callable, Mapping, Sequence
from hashlib import blake2b
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
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

    pipeline_version(name)
    try:
        pipeline = spacy.load(name)
    except (OSError, ImportError, ValueError) as error:
        reason = str(error).strip().partition("\n")[0]
        raise RunError(f"无法加载 spaCy 模型 {name}：{reason}。请检查它的版本和依赖，或去掉 --ner。") from error
    return user_model(pipeline, labels)


def pipeline_version(name: str) -> str:
    """What tells one state of an installed pipeline from another: a package's version, a digest of a folder.

    Raises RunError when it is neither.
    """
    folder = Path(name)
    if folder.is_dir():
        total = blake2b(digest_size=16)
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            total.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
        return total.hexdigest()
    try:
        return version(name)
    except (PackageNotFoundError, ValueError) as error:
        raise RunError(
            f"没有安装 spaCy 模型 {name}。"
            f"请先安装（如 python -m spacy download {name}），或去掉 --ner 改用内置模型。"
        ) from error


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
