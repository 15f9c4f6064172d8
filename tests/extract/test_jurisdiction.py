"""Whose figures an office gives, and which place 全县 is."""

import pytest

from hedui.extract.claims.standins.jurisdiction import jurisdictions
from hedui.model import Entity, Mention

Named = list[Mention[Entity]]


def named(text: str, **labels: str) -> Named:
    found = [(text.index(name), name, label) for name, label in labels.items()]
    return [Mention(start=s, end=s + len(n), text=n, value=Entity(n, label)) for s, n, label in sorted(found)]


def told(text: str, mentions: Named) -> list[tuple[str, str]]:
    return [(m.text, m.value.name) for m in jurisdictions(text, mentions, {})]


@pytest.mark.parametrize(
    ("office", "place"),
    [
        ("南屿市统计局", "南屿市"),
        ("云川县防汛抗旱指挥部", "云川县"),
        ("青岭省应急管理厅", "青岭省"),
        ("南屿市第一疾控中心", "南屿市"),
        ("南屿市教育考试院", "南屿市"),
    ],
)
def test_an_office_speaks_of_its_place(office: str, place: str) -> None:
    text = f"{office}通报,17人受伤。"
    assert told(text, named(text, **{office: "ORG"})) == [(place, place)]


@pytest.mark.parametrize("name", ["南屿市商业银行", "云川科技", "青岭省实验中学"])
def test_a_company_or_a_school_speaks_of_itself(name: str) -> None:
    text = f"{name}公布,收入3亿元。"
    assert not told(text, named(text, **{name: "ORG"}))


def test_the_county_is_the_county_not_the_town_named_last() -> None:
    text = "云川县石坪镇受灾最重,全县17人遇难,全镇5人受伤。"
    found = told(text, named(text, 云川县="GPE", 石坪镇="GPE"))
    assert found == [("全县", "云川县"), ("全镇", "石坪镇")]


@pytest.mark.parametrize(
    "text", ["云川县全县域旅游", "南屿市的全市场成交额", "全省未定", "云川县划出安全县界", "云川县健全县级医院"]
)
def test_what_only_looks_like_it(text: str) -> None:
    places = named(text, **{name: "GPE" for name in ("云川县", "南屿市") if name in text})
    assert not told(text, places)


@pytest.mark.parametrize(
    ("office", "place"),
    [
        ("青国卫生部", "青国"),
        ("青国央行", "青国"),
        ("青邦卫生部门", "青国"),
        ("青国银行", None),
        ("青国电器", None),
    ],
)
def test_an_office_of_a_known_place_speaks_of_it(office: str, place: str | None) -> None:
    text = f"{office}说,已有17名云国人丧生。"
    known = {"青国": Entity("青国", "GPE"), "青邦": Entity("青国", "GPE")}
    found = [m.value.name for m in jurisdictions(text, named(text, **{office: "ORG"}), known)]
    assert found == ([] if place is None else [place])
