"""Dates that are the fact themselves: 成立于2019年9月9日, 将于12月1日上市."""

from hedui.extract.claims.build import Bound
from hedui.model import Claim


def find_date_claims(bound: Bound) -> list[Claim]:
    """The date-valued claims of an article in text order."""
    return []
