"""The table of an entity: agreement and conflict at a glance."""

from dataclasses import replace

import msgspec

from hedui.report.matrix import MOST_COLUMNS, matrices
from hedui.report.results import Results


def test_outlets_stand_across_and_the_disputed_row_leads_to_its_finding(results: Results) -> None:
    (matrix,) = matrices(results, "zh")
    assert matrix.name == "某芯科技"
    assert len(matrix.columns) == 3
    (row,) = matrix.rows
    assert (row.metric, row.period, row.how) == ("营业收入", "2025年上半年", "differ")
    entries = {name: cell[0] for name, cell in zip(matrix.columns, row.cells, strict=True)}
    assert entries["甲報"].value == "5890万元"
    assert entries["乙周刊"].value == "约5.89亿元"
    assert {entry.finding for entry in entries.values()} == {"f00d"}


def test_outlets_that_agree_are_said_to(results: Results) -> None:
    (matrix,) = matrices(replace(results, findings=()), "zh")
    assert (matrix.rows[0].how, matrix.disputed) == ("same", 0)


def test_many_outlets_share_the_last_column(results: Results) -> None:
    one = results.claim["c1"]
    claims = tuple(msgspec.structs.replace(one, id=f"m{n}", article=f"x{n}") for n in range(MOST_COLUMNS + 4))
    (matrix,) = matrices(replace(results, claims=claims, findings=()), "zh")
    assert (len(matrix.columns), matrix.more) == (MOST_COLUMNS, 4)
    assert matrix.rows[0].cells[-1][0].times == 4
