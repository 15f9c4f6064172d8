from made import make

from articles import on
from hedui.crosscheck.figures import Canon, figure_of
from hedui.crosscheck.prints import BANDS, ROWS, band_keys, packed, paragraph_prints, prints_told, similarity
from hedui.crosscheck.support import find_origins, voices
from hedui.lexicon import load_lexicon
from hedui.model import Card, Claim, Span
from hedui.normalize import normalize

LEXICON = load_lexicon()
STORY = "某市统计局三日公布，全年接待游客六千一百二十万人次，比上年多出近一成，其中过夜游客占到三成以上。\n"
SPUN = "某市统计局三日公布，全年接待游客六千一百二十万人次，比上年多出近一成，其中过夜游客占三成以上。\n"
OTHER = "地铁集团称，节日期间各线客流平稳，工作日早高峰的拥挤程度与前一年大体相当，没有出现大面积晚点。\n"


def card(name: str, text: str, day: int, source: str | None = None) -> Card:
    prints = paragraph_prints(normalize(text, LEXICON))
    return Card(article=name, sha256=name, source=source, published=on(f"2026-01-{day:02d}"), shingles=prints)


def claim_at(name: str, start: int) -> Claim:
    return make(0, {"value": "6120人", "metric": "游客人数", "article": name, "start": start})


def counted(cards: list[Card], places: dict[str, int]) -> int:
    figures = [figure_of(claim_at(name, start), Canon.of(LEXICON)) for name, start in sorted(places.items())]
    origins = find_origins({one.article: one for one in cards})
    return voices([figure for figure in figures if figure], origins)


def test_a_repost_and_a_spun_copy_are_one_voice() -> None:
    cards = [card("a", STORY, 3), card("b", STORY, 4), card("c", SPUN, 5)]
    assert counted(cards, {"a": 10, "b": 10, "c": 10}) == 1


def test_a_spliced_paragraph_is_the_voice_of_its_origin() -> None:
    cards = [card("a", STORY, 3), card("b", OTHER + STORY, 4)]
    assert counted(cards, {"a": 10, "b": len(OTHER) + 10}) == 1
    assert counted(cards, {"a": 10, "b": 10}) == 2


def test_traditional_script_does_not_hide_a_repost() -> None:
    traditional = STORY.replace("统计", "統計").replace("万", "萬").replace("游客", "遊客").replace("过", "過")
    assert counted([card("a", STORY, 3), card("b", traditional, 4)], {"a": 10, "b": 10}) == 1


def test_one_outlet_is_one_voice() -> None:
    cards = [card("a", STORY, 3, "晚报"), card("b", OTHER, 4, "晚报")]
    assert counted(cards, {"a": 10, "b": 10}) == 1


def test_prints_know_their_paragraph_and_tell_texts_apart() -> None:
    first, second = paragraph_prints(normalize(STORY + OTHER, LEXICON))
    assert Span(*first[:2]) == Span(0, len(STORY) - 1)
    assert Span(*second[:2]) == Span(len(STORY), len(STORY) + len(OTHER) - 1)
    assert similarity(first[2:], second[2:]) < 0.2


def test_short_and_empty_texts_have_no_prints() -> None:
    assert paragraph_prints(normalize("短\n\n句", LEXICON)) == ()
    assert paragraph_prints(normalize("", LEXICON)) == ()


def test_only_paragraphs_that_hold_a_claim_are_printed_and_the_print_is_the_same() -> None:
    clean = normalize(OTHER + STORY + "短\n" + SPUN, LEXICON)
    first, second, third = paragraph_prints(clean)
    told = [claim_at("a", start) for start in (len(OTHER) + 10, len(OTHER + STORY) + 20, len(OTHER) + 20)]
    assert prints_told(clean, told) == (second, third)
    assert prints_told(clean, [claim_at("a", 5)]) == (first,)
    assert prints_told(clean, []) == ()


def test_band_keys_of_a_print_are_its_own_and_those_of_its_bands() -> None:
    one, other = (packed(tuple(range(start, start + BANDS * ROWS))) for start in (0, 7))
    together = band_keys(one + other)
    assert together.tolist() == [*band_keys(one).tolist(), *band_keys(other).tolist()]
    assert len(set(together.ravel().tolist())) == 2 * BANDS
    assert len(set(band_keys(packed((5,) * BANDS * ROWS)).ravel().tolist())) == BANDS  # the same hashes in each
