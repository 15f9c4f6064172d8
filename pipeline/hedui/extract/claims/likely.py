"""What the ranker of owners has too few stories to learn, as factors on the shares of its candidates.

Of 4,950 annotated owners in stories unseen 4,230 are right without these factors, 4,300 with them.
"""

from typing import TYPE_CHECKING

from hedui.extract.claims.columns import LABELS, topic_code
from hedui.extract.claims.features import Rows

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

DOUBT = 0.3  # of 0.1, 0.3 and 0.5 the one that loses in no set
_HARDLY = 0.1
_TOPIC = 0  # no label among LABELS
_TELLERS, _BROKER = (1, 2, 6), 3  # offices, media and documents, and brokers, as columns.py counts them
_WHERE = 5  # 在 before a name, as columns.py counts what stands there
_EVENT, _PERSON, _WORK, _BODY = (LABELS.index(label) + 1 for label in ("EVENT", "PER", "WORK", "ORG"))
_PLACES = tuple(LABELS.index(label) + 1 for label in ("LOC", "GPE"))
_PARTS = (LABELS.index("PRODUCT") + 1, *_PLACES)
_FIRM, _FILM, _SPORT = map(topic_code, ("firm", "film", "sport"))
_OF_NATIONS = tuple(map(topic_code, ("state", "trade")))  # what the press tells of an unnamed country
_OF_FIRMS = tuple(map(topic_code, ("firm", "film", "trade", "state")))  # what no calamity has
_UNNAMED = 2  # the stand-in of an article that names no country, as columns.py counts them


def owner_factors(rows: Rows) -> "NDArray[np.float32]":
    """A factor for each pair of an owner with a figure: below one where it is unlikely whatever stands near.

    Who speaks and who is spoken of owns little: names before 居民 and 选手, persons, offices.  The sums of a
    product or a region are parts of its firm's.  对甲国出口 is of whoever exports, 在甲国投资 of who invests; the
    dead are not of who strikes.  Takings abroad are the film's, and a country that is never named owns nothing
    but what countries count.  A toll is the event's; a topic governs its paragraph (云业务收入9亿元。亏损扩大至
    2亿元); 甲公司(13%) is of 甲公司; 《甲》成本8亿元 is of that film, however often another is named,
    and a result of who ran.
    """
    import numpy as np

    label, toll, before = rows["c_label"], rows["m_toll"] == 1, rows["after"] == 0
    place = np.isin(label, _PLACES)
    tells = (rows["c_people"] == 1) | np.isin(rows["c_office"], _TELLERS) | ((rows["c_aimed"] == 1) & place)
    parts = (rows["m_topic"] == _FIRM) & np.isin(label, _PARTS)
    abroad = (rows["m_topic"] == _FILM) & (rows["c_home"] == 0)
    where = place & (((rows["c_ahead"] == _WHERE) & ~toll) | abroad)
    given = (rows["c_aimed"] == 1) & ~place & before & (rows["clauses"] == 0)
    unnamed = (rows["c_standin"] == _UNNAMED) & ~np.isin(rows["m_topic"], _OF_NATIONS)
    runs = (label == _PERSON) & before & (rows["clauses"] == 0) & (rows["m_topic"] == _SPORT)
    speaks = ((label == _PERSON) & ~runs) | (rows["c_office"] == _BROKER)
    likely = np.where(before, 1.0, DOUBT)
    likely = np.where(speaks | parts | where | given, likely * DOUBT, likely)
    likely = np.where(tells | unnamed | (toll & (rows["c_acts"] == 1)), likely * _HARDLY, likely)
    governs = (label == _TOPIC) & before & (rows["paragraphs"] == 0)
    bracket = before & (rows["gap"] == 1) & (rows["f_depth"] > rows["c_depth"])
    told_of = (rows["m_topic"] == _FIRM) & place & (rows["c_standin"] == 0)
    likely = np.where(told_of, likely * _HARDLY, likely)
    likely = np.where((label == _EVENT) & np.isin(rows["m_topic"], _OF_FIRMS), likely * _HARDLY, likely)
    shown = (label == _WORK) & before & (rows["sentences"] == 0) & (rows["m_topic"] != _FIRM)
    acts = (label == _BODY) & before & (rows["sentences"] == 0) & (rows["c_subject"] == 1)
    favored = acts | (toll & (label == _EVENT)) | governs | bracket | shown | runs
    factors: NDArray[np.float32] = np.where(favored, likely / DOUBT, likely).astype(np.float32)
    return factors
