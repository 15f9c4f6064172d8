"""Who: names of organizations, persons, places, products, events and works.  Doc -> mentions in text order."""

from hedui.extract.entities.finding import find_entities, find_entities_each, label_names
from hedui.extract.entities.recognizer import Recognizer, load_recognizer
from hedui.extract.entities.user import load_user_model, pipeline_version, user_model

__all__ = [
    "Recognizer",
    "find_entities",
    "find_entities_each",
    "label_names",
    "load_recognizer",
    "load_user_model",
    "pipeline_version",
    "user_model",
]
