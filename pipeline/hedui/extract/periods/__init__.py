"""When: every time an article names, as a closed interval of days against the article's own date."""

from hedui.extract.periods.find import find_periods, no_dates, periods_in
from hedui.extract.periods.publication import find_publication

__all__ = ["find_periods", "find_publication", "no_dates", "periods_in"]
