"""How a figure is meant: forecast, target or what was, by the words around it and the time it is for."""

import pytest

from articles import article, on
from hedui.flow import Tools, claims_in


@pytest.mark.parametrize(
    ("text", "mention", "kind"),
    [
        ("青禾制药预计2025年营业收入达到12亿元。", "12亿元", "forecast"),
        ("青禾製藥預計2025年營業收入達到12億元。", "12億元", "forecast"),
        # The half year is over: what is expected is the whole one's.
        ("青禾制药预计全年实现盈利,2025年上半年营业收入6.1亿元。", "6.1亿元", "actual"),
        ("青禾制药2027年营业收入30亿元。", "30亿元", "forecast"),
        ("青禾制药2024年营业收入30亿元。", "30亿元", "actual"),
        ("青禾制药到明年要完成门店增至190家的目标。", "190家", "target"),
        ("分析师给予青禾制药目标价45元。", "45元", "forecast"),
        # A preview tells of a year that is over; materials and documents expect nothing.
        ("青禾制药发布2024年度业绩预告,净利润约3.2亿元。", "约3.2亿元", "forecast"),
        ("青禾制药发布业绩预告。去年收入约8亿元,上年同期约7亿元。", "约8亿元", "forecast"),
        ("青禾制药发布业绩预告。去年收入约8亿元,上年同期约7亿元。", "约7亿元", "actual"),
        ("青禾制药预计全年赔付45亿元(约6.3亿美元)。", "6.3亿美元", "forecast"),
        ("青禾制药去年收入较市场预期低3%。", "3%", "actual"),
        ("“青年购房补贴计划”发放1.2亿元。", "1.2亿元", "actual"),
        ("青禾制药偿债方案获批,计划债权人分得2.6亿元。", "2.6亿元", "actual"),
        ("青禾制药初估今年损失2亿元。", "2亿元", "forecast"),
        ("青禾制药宣布投资9亿元，新建3座工厂、1座仓库。", "1座", "target"),
        ("青禾制药2024年包装材料收入2.8亿元。", "2.8亿元", "actual"),
        # A word within a longer one tells nothing.
        ("欢迎爆料,青禾制药热线奖励200元。", "200元", "actual"),
        ("警方模拟演练,出动青禾制药员工60人。", "60人", "actual"),
        ("县规划建设局昨天通报,青禾制药占地30亩。", "30亩", "actual"),
        ("检察院发布消息称,青禾制药被处罚金5000元。", "5000元", "actual"),
        ("青禾制药宣布在全球裁员约900人。", "约900人", "target"),
        ("青禾制药以自有资金回购股份,数量不低于300万股。", "不低于300万股", "target"),
        ("消息指青禾制药筹资2亿元。", "2亿元", "rumour"),
        ("消息人士透露,青禾制药筹资2亿元。", "2亿元", "rumour"),
        ("政府计划把借款上限由300亿元提升至400亿元。", "300亿元", "actual"),
        ("政府计划把借款上限由300亿元提升至400亿元。", "400亿元", "target"),
        ("青禾制药确认裁员约900人。", "约900人", "target"),
        ("青禾制药到年底将减少门店70家。", "70家", "target"),
        # What is expected goes on for two clauses, but not to what is over.
        ("青禾制药预计2025年营业收入12亿元、净利润2亿元,增速分别为7%和5%。", "7%", "forecast"),
        ("青禾制药发布2025年度业绩预告,预计净利润2亿元,2024年净利润为3亿元。", "3亿元", "actual"),
        # A share is meant as what it is a share of, but not as a goal that it is told of.
        ("青禾制药计划裁员900人,约占员工总数的6%。", "6%", "target"),
        ("屋宇署查了1240幢,占目标5900幢的两成一。", "5900幢", "target"),
        ("青禾制药公告,预计回购股份数量不低于300万股。", "300万股", "target"),
    ],
)
def test_kind(text: str, mention: str, kind: str, tools: Tools) -> None:
    found = claims_in(article(text, on("2025-08-20")), tools).claims
    (claim,) = [claim for claim in found if claim.mention.endswith(mention)]
    assert claim.kind == kind
