"""Any number of varied articles with planted, known conflicts, for tests of scale.

    python benchmarks/synth.py COUNT OUT_FOLDER [--seed WORD] [--length N]

Writes articles.jsonl and planted.jsonl into OUT_FOLDER.  A story is a company with its figures of a half-year;
some four articles tell it, each in other words and another order.  In one story of five one article has one
figure wrong, in a way people do: 10 or 100 times too big, two digits swapped, another value.  All follows from the
seed: the same call writes the same bytes, and a longer corpus begins with the shorter one.
"""

import argparse
import json
import random
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

PLACES = "华临江泰宏远嘉安晟博锦川瑞恒明润启元盛和天澜海跃新源".strip()
TRADES = ["科技", "食品", "医药", "能源", "材料", "智造", "物流", "光电", "家居", "重工"]
SOURCES = ["晨报", "商报", "财经周刊", "证券观察", "产业日报", "晚报", "经济网", "投资者报"]
METRICS = {"营业收入": (2, 400), "净利润": (1, 60), "研发费用": (1, 40), "经营活动现金流净额": (1, 80)}
LEADS = [
    "{name}{month}月{day}日发布{year}年半年度报告。",
    "{name}日前披露的{year}年半年报显示,公司经营总体平稳。",
    "{source}讯 {name}公布{year}年上半年业绩。",
]
TELLS = [
    "{year}年上半年,{name}实现{metric}{value}元。",
    "报告显示,{name}{year}年上半年{metric}为{value}元。",
    "{name}{year}年上半年的{metric}达到{value}元。",
]
FILLER = [
    "公司表示,行业需求正在逐步恢复,客户结构较去年更为均衡。",
    "管理层在业绩说明会上谈到,原材料价格的波动对成本仍有影响,公司通过集中采购加以应对。",
    "多位分析人士认为,下半年的重点在于新产品的交付节奏和渠道的动销情况。",
    "公司称将继续加大对核心技术的投入,并审慎安排资本开支。",
    "有投资者关心海外业务的进展,公司回应说相关认证正在推进。",
    "在门店,店员告诉记者,周末的客流比工作日明显更多,老顾客占了大半。",
    "供应链方面,公司与主要供应商保持着长期合作,交付总体稳定。",
    "业内人士指出,竞争格局的变化往往先体现在价格上,随后才反映到份额上。",
    "公司董事会认为,稳健的现金流是长期发展的基础。",
    "谈到人才,负责人说团队以年轻人为主,研发人员的比例还会提高。",
    "报告同时提示了宏观环境、汇率以及政策变化等方面的风险。",
    "不少券商在随后的点评中维持了原有的看法,也提醒关注存货的消化。",
]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", type=int)
    parser.add_argument("out", type=Path)
    parser.add_argument("--seed", default="hedui")
    parser.add_argument("--length", type=int, default=1500)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    written, story = 0, 0
    with (
        (options.out / "articles.jsonl").open("w", encoding="utf-8") as articles,
        (options.out / "planted.jsonl").open("w", encoding="utf-8") as planted,
    ):
        while written < options.count:
            rows, slip = told(random.Random(f"{options.seed} {story}"), story, options.length)
            for row in rows[: options.count - written]:
                articles.write(json.dumps(row, ensure_ascii=False) + "\n")
            written += len(rows)
            if slip and written <= options.count:
                planted.write(json.dumps(slip, ensure_ascii=False) + "\n")
            story += 1


def told(chance: random.Random, story: int, length: int) -> tuple[list[dict[str, str]], dict[str, str] | None]:
    """The articles of one story, and the slip in it if there is one."""
    name = company(story)
    year = 2019 + story % 7
    truth = {
        metric: Decimal(chance.randint(low * 1000, high * 1000)) / 1000 for metric, (low, high) in METRICS.items()
    }
    count = chance.randint(3, 5)
    wrong = chance.randrange(1, count) if story % 5 == 0 else None
    rows, slip = [], None
    for number in range(count):
        figures = dict(truth)
        if number == wrong:
            metric = chance.choice(list(METRICS))
            kind, figures[metric] = slipped(chance, truth[metric])
            slip = {"article": f"s{story:07d}-{number}", "kind": kind, "entity": name, "metric": metric}
            slip |= {"value": str(truth[metric]), "wrong": str(figures[metric])}
        row = {"id": f"s{story:07d}-{number}", "source": f"{chance.choice(PLACES)}{chance.choice(SOURCES)}"}
        day = chance.randint(1, 28)
        row |= {"published": f"{year}-08-{day:02d}", "title": f"{name}公布{year}年上半年业绩"}
        rows.append(row | {"text": body(chance, {"name": name, "year": str(year), **row}, figures, length)})
    return rows, slip


def company(story: int) -> str:
    """A company's name, another for every story."""
    trade = TRADES[story % len(TRADES)]
    number, name = story * 7919 % len(PLACES) ** 3, ""  # neighbors get unlike names
    for _ in range(3):
        number, at = divmod(number, len(PLACES))
        name += PLACES[at]
    return name + trade


def slipped(chance: random.Random, value: Decimal) -> tuple[str, Decimal]:
    """A wrong value, and how it came about."""
    kind = chance.choice(["unit_slip", "value", "digit_slip"])
    if kind == "unit_slip":
        return kind, value * chance.choice([10, 100])
    digits = str(value).replace(".", "")
    pairs = [
        at for at in range(len(digits) - 1) if digits[at] != digits[at + 1] and "0" not in digits[at : at + 2]
    ]
    if kind == "digit_slip" and pairs:
        at = chance.choice(pairs)
        turned = digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :]
        return kind, Decimal(turned) * value / Decimal(digits)
    return "value", value + Decimal(chance.randint(200, 900)) / 100


def body(chance: random.Random, facts: dict[str, str], figures: dict[str, Decimal], length: int) -> str:
    """A text of about so many characters: a lead, the figures, and filler around them."""
    facts = {**facts, "month": "8", "day": str(int(facts["published"][-2:]))}
    told = [chance.choice(TELLS).format(metric=m, value=spelled(chance, v), **facts) for m, v in figures.items()]
    chance.shuffle(told)
    parts = [chance.choice(LEADS).format(**facts)]
    for sentence in told:
        parts.append(sentence)
        while sum(map(len, parts)) < length * (told.index(sentence) + 1) // len(told):
            parts.append(chance.choice(FILLER) + ("\n" if chance.random() < 0.3 else ""))
    return "".join(parts)


def spelled(chance: random.Random, value: Decimal) -> str:
    """The value, given in 亿, as one or the other writes it, exactly."""
    plain = format(value.normalize(), "f")
    return (
        f"{format((value * 10000).normalize(), 'f')}万" if value < 10 and chance.random() < 0.4 else f"{plain}亿"
    )


def read_planted(folder: Path) -> Iterator[dict[str, str]]:
    """The slips that a generated corpus holds."""
    for line in (folder / "planted.jsonl").read_text(encoding="utf-8").splitlines():
        yield json.loads(line)


if __name__ == "__main__":
    main()
