"""A magnitude is its earthquake's, whoever the sentence names."""

from hedui.extract.claims.quakes import with_quakes
from hedui.model import Claim, Span


def claim(entity: str | None, label: str | None, metric: str, number: int = 0) -> Claim:
    return Claim(
        id=f"c{number}",
        article="a",
        span=Span(number, number + 1),
        mention="",
        sentence=Span(0, 9),
        quantity=None,
        entity=entity,
        entity_label=label,
        metric=metric,
    )


def names(*claims: Claim) -> list[str | None]:
    return [made.entity for made in with_quakes(claims)]


def test_a_place_names_its_earthquake() -> None:
    (made,) = with_quakes([claim("青岚", "LOC", "震级")])
    assert (made.entity, made.entity_label) == ("青岚地震", "EVENT")


def test_the_dead_stay_with_the_place_that_counts_them() -> None:
    assert names(claim("青岚", "LOC", "死亡人数")) == ["青岚"]


def test_what_an_agency_measured_is_of_the_earthquake_of_the_article() -> None:
    found = names(claim("青岚地震", "EVENT", "死亡人数"), claim("某地质局", "ORG", "震源深度", 1))
    assert found == ["青岚地震", "青岚地震"]


def test_of_the_place_whose_dead_are_counted_where_no_earthquake_is_named() -> None:
    found = names(claim("青岚", "LOC", "遇难人数"), claim("某通讯社", "ORG", "震级", 1))
    assert found == ["青岚", "青岚地震"]


def test_an_earthquake_of_another_year_lends_no_name() -> None:
    found = names(claim("1939年青岚地震", "EVENT", "震级"), claim("某通讯社", "ORG", "震级", 1))
    assert found == ["1939年青岚地震", "某通讯社"]
