"""Tokens join to the text, figures and codes are one token, sentences end where they end."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hedui.lexicon import load_lexicon
from hedui.normalize import normalize
from hedui.tokenizer import load_reference, load_segmenter, load_tokenizer

TOKENIZE = load_tokenizer()


def words(text: str) -> list[str]:
    return [token.text for token in TOKENIZE(text)]


def sentences(text: str) -> list[str]:
    return [sentence.text for sentence in TOKENIZE(text).sents]


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=120))
def test_tokens_join_to_the_text(text: str) -> None:
    doc = TOKENIZE(text)
    assert doc.text == text
    assert "".join(sentence.text for sentence in doc.sents) == text


@pytest.mark.parametrize("text", ["", " ", " \n\u3000\n", "壁" * 350_000, "，" * 1000])
def test_odd_texts(text: str) -> None:
    assert TOKENIZE(text).text == text


@pytest.mark.parametrize(
    ("text", "token"),
    [
        ("增长23.4%。", "23.4"),
        ("共123,244.2万", "123,244.2"),
        ("带宽896GB/s", "896GB"),
        ("云燧i10,2021年发布", "2021"),
        ("第10,2021年", "10"),
        ("采用BR20X芯片", "BR20X"),
        ("BIREN-SUPA平台", "BIREN-SUPA"),
        ("截至2025.12.15止", "2025.12.15"),
        ("配1.5TB内存", "1.5TB"),
        ("长" + "9" * 64 + "元", "9" * 64),
    ],
)
def test_figures_and_codes_are_one_token(text: str, token: str) -> None:
    assert token in words(text)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("增长5.4%。下降3.2%。", ["增长5.4%。", "下降3.2%。"]),
        ("他说:“增长了。”随后离开。", ["他说:“增长了。”", "随后离开。"]),
        ("标题\n\u3000\u3000正文一。\n正文二", ["标题\n\u3000\u3000", "正文一。\n", "正文二"]),
        ("甲5亿元;乙6亿元", ["甲5亿元;", "乙6亿元"]),
        ("真的吗?!是的。", ["真的吗?!", "是的。"]),
    ],
)
def test_sentences(text: str, wanted: list[str]) -> None:
    assert sentences(text) == wanted


def test_the_fast_segmenter_cuts_as_jieba_does() -> None:
    pytest.importorskip("rjieba")
    corpus = Path(__file__).parents[1] / "corpus"
    text = "".join(path.read_text(encoding="utf-8") for path in sorted(corpus.rglob("*.txt")))
    runs = set(re.findall("[㐀-鿿〇]{1,256}", normalize(text, load_lexicon()).text))
    assert len(runs) > 300
    fast, reference = load_segmenter(), load_reference()
    assert [list(fast(run)) for run in runs] == [list(reference(run)) for run in runs]
