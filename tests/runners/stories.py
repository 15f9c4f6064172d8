"""Small articles that reprint, contradict and rename one another, for the tests of stores and runners."""

import random
from hashlib import sha256

from articles import on
from hedui.model import Article

NAMES = ("澄湖科技", "澄湖科技股份有限公司", "澄湖", "蓝湾医药集团", "蓝湾医药", "江海交通大学", "江海交大")
FIGURES = ("12.5亿元", "1.25亿元", "12.8亿元", "超过12亿元")
TELLS = (
    "财报显示,{name}2024年营业收入为{figure},同比增长12.5%,公司称订单充足。",
    "{name}2024年实现营业收入{figure},研发费用为{other},均较上年有所增加。",
    "据公告,截至2024年12月31日,{name}共有员工3,{count}人,比上年末增加120人。",
)
TAILS = ("公司总部设在江城,产品销往海外多个国家和地区,客户以大型企业为主。", "")


def articles(number: int, seed: int = 5) -> list[Article]:
    """Some articles about few names, in both shares of what the cross-check knows: copies and contradictions."""
    chance = random.Random(seed)
    made: list[Article] = []
    for n in range(number):
        told = [_told(chance) for _ in range(chance.randint(1, 3))]
        if made and chance.random() < 0.4:  # a paragraph is taken over, whole or with a word changed
            old = chance.choice(chance.choice(made).text.split("\n"))
            told.append(old.replace("公司", "该企业") if chance.random() < 0.5 else old)
        made.append(article(f"a{n:03d}", "\n".join(told), chance.randint(1, 9), f"{chance.choice('甲乙丙')}报"))
    return made


def _told(chance: random.Random) -> str:
    figures = chance.sample(FIGURES, 2)
    tell = chance.choice(TELLS) + chance.choice(TAILS)
    return tell.format(
        name=chance.choice(NAMES), figure=figures[0], other=figures[1], count=chance.randint(100, 104)
    )


def article(name: str, text: str, day: int = 1, source: str | None = None) -> Article:
    """One article, published in May 2025."""
    digest = sha256(text.encode()).hexdigest()
    return Article(id=name, text=text, sha256=digest, source=source, published=on(f"2025-05-{day:02d}"))
