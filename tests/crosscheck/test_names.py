"""Names joined across articles: what is one, what stays two, in any order."""

from itertools import permutations

import pytest

from hedui.crosscheck.names import join_names
from hedui.extract.entities import Recognizer, load_recognizer
from hedui.lexicon import load_lexicon


@pytest.fixture(scope="module")
def recognizer() -> Recognizer:
    return load_recognizer(load_lexicon())


@pytest.mark.parametrize(
    ("left", "right", "label"),
    [
        ("云帆星河科技", "云帆星河", "ORG"),
        ("上海云帆星河科技股份有限公司", "云帆星河科技", "ORG"),
        ("鸿海精密", "富士康", "ORG"),
        ("特朗普", "川普", "PER"),
        ("埃隆·哈克森", "哈克森", "PER"),
        ("云州市", "云州", "LOC"),
        ("壁砺TM 106C", "壁砺106C", "PRODUCT"),
        ("云川国投先导产业母基金", "云川国投先导基金", "ORG"),
        ("壁砺 20X", "BR20X系列", "PRODUCT"),
        ("国产芯片四小龙", "四小龙", "ORG"),
        ("尔摩线程", "尔摩", "ORG"),
        ("中国电信集团有限公司", "中国电信", "ORG"),
        ("陞阳半导体", "升阳半导体", "ORG"),
        ("网易号", "NetEase Hao", "ORG"),
        ("俄克拉何马州", "俄克拉何马", "LOC"),
        ("4月3日的青岚外海强震", "青岚地震", "EVENT"),
        ("青岚7.2级地震", "青岚地震", "EVENT"),
        ("云州7·20特大暴雨", "云州强降雨", "EVENT"),
        ("云州7.20水灾", "云州“7·20”特别重大暴雨灾害", "EVENT"),
        ("云帆航空171航班空难", "云帆航空航班空难", "EVENT"),
        ("青岚山火", "青岚大火", "EVENT"),
        ("青岚县踩踏事故", "青岚踩踏", "EVENT"),
        ("青岚市地震", "青岚地震", "EVENT"),
        ("青岚列车脱轨事故", "青岚列车出轨意外", "EVENT"),
        ("石坪煤矿透水事故", "石坪煤矿透水", "EVENT"),
        ("丹山水电站", "丹山电站", "LOC"),
        ("云州国际机场", "云州机场", "LOC"),
    ],
)
def test_one_name(left: str, right: str, label: str, recognizer: Recognizer) -> None:
    joined = join_names({(left, label): 2, (right, label): 1}, recognizer)
    assert joined[left] == joined[right]


@pytest.mark.parametrize(
    ("left", "right", "label"),
    [
        ("中国银行", "中国石油", "ORG"),
        ("极氪", "极氪科技", "ORG"),
        ("云帆影业", "云帆汽车", "ORG"),
        ("大河2", "大河", "WORK"),
        ("2018年青岚地震", "青岚地震", "EVENT"),
        ("云州7·20特大暴雨", "云州8·1特大暴雨", "EVENT"),
        ("2018年云州洪水", "云州洪水", "EVENT"),
        ("云州爆炸", "云州火灾", "EVENT"),
        ("云州车祸", "云州脱轨", "EVENT"),
        ("云州暴雨", "河州暴雨", "EVENT"),
        ("河北", "河南", "LOC"),
        ("京东集团", "京东物流", "ORG"),
        ("平安银行", "平安", "ORG"),
        ("上海理工大学", "上海工业大学", "ORG"),
        ("壁砺 20X", "壁砺 30X", "PRODUCT"),
        ("江北四虎", "江南四虎", "ORG"),
        ("云川国投先导母基金", "云川国投产业母基金", "ORG"),
        ("长江商学院", "长江大学", "ORG"),
        ("同济医学院", "同济大学", "ORG"),
        ("复旦大学医院", "复旦大学", "ORG"),
        ("华盛顿州", "华盛顿", "LOC"),
        ("广州", "广", "LOC"),
        ("云州高速铁路", "云州铁路", "LOC"),
        ("丹山水电站", "丹山", "LOC"),
    ],
)
def test_two_names(left: str, right: str, label: str, recognizer: Recognizer) -> None:
    joined = join_names({(left, label): 2, (right, label): 1}, recognizer)
    assert joined[left] != joined[right]


def test_a_stem_of_two_names_is_neither(recognizer: Recognizer) -> None:
    joined = join_names({("云帆影业", "ORG"): 1, ("云帆汽车", "ORG"): 1, ("云帆", "ORG"): 5}, recognizer)
    assert len(set(joined.values())) == 3


def test_a_state_and_a_city_of_one_name(recognizer: Recognizer) -> None:
    forms = {("河原州", "LOC"): 1, ("河原", "LOC"): 1}
    assert len(set(join_names(forms, recognizer).values())) == 1
    joined = join_names(forms | {("河原市", "LOC"): 1}, recognizer)
    assert joined["河原州"] != joined["河原市"] == joined["河原"]


def test_the_seat_of_an_authority_is_the_place(recognizer: Recognizer) -> None:
    joined = join_names({("云泽市", "GPE"): 1, ("云泽", "LOC"): 2, ("云泽", "ORG"): 1}, recognizer)
    assert joined["云泽市"] == joined["云泽"]


def test_the_order_does_not_matter(recognizer: Recognizer) -> None:
    forms = [("云帆星河科技", "ORG"), ("云帆星河", "ORG"), ("云州市", "LOC"), ("云州", "LOC")]
    results = {
        tuple(sorted(join_names(dict.fromkeys(order, 1), recognizer).items())) for order in permutations(forms)
    }
    assert len(results) == 1
