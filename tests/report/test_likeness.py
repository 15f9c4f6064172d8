"""How alike texts are, beside what scikit-learn says of them."""

import numpy as np
import pytest

from hedui.report.likeness import cosines, groups_of

TEXTS = [
    "台风“海葵”登陆福建，\n\n  转移群众三十万人。",
    "台风“海葵”在福建登陆，已转移群众30万人，Wind 12级",
    "某车企三季度营业收入同比增长一成，净利润下滑。",
    "该车企三季度净利润下滑，营业收入增长，WIND 12",
    "",
]


def test_cosines_are_those_of_scikit_learn() -> None:
    text = pytest.importorskip("sklearn.feature_extraction.text", reason="scikit-learn comes with hedui[train]")
    vectors = text.TfidfVectorizer(analyzer="char", ngram_range=(2, 4), sublinear_tf=True, max_df=3)
    matrix = vectors.fit_transform(TEXTS)
    assert np.allclose(cosines(TEXTS, (1, 3)), (matrix @ matrix.T).toarray(), atol=1e-6)


def test_like_texts_are_one_group() -> None:
    one, two, three, four, empty = groups_of(TEXTS, (1, 5), 0.08)
    assert one == two
    assert three == four
    assert len({one, three, empty}) == 3


def test_texts_without_sequences_are_groups_of_their_own() -> None:
    assert len(set(groups_of(["", "一", ""], (1, 3), 0.08))) == 3
    assert groups_of(["一"], (1, 1), 0.08) == [0]
    assert groups_of([], (1, 1), 0.08) == []
