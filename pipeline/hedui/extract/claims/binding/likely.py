"""What the ranker of owners has too few stories to learn, as factors on the shares of its candidates.

Of 11,650 owners in stories unseen 8,867 are right without these factors, 9,096 with them.
"""

from hedui.arrays import Bools, Floats, NDArray, np
from hedui.extract.claims.binding.features import Rows
from hedui.extract.claims.scene.columns import DIMENSIONS, LABELS, topic_code

DOUBT = 0.3  # of 0.1, 0.3 and 0.5 the one that loses in no set
_HARDLY = 0.05
_TOPIC = 0  # no label among LABELS
_TELLERS, _BROKER = (1, 2, 6), 3  # offices, media and documents, and brokers, as columns.py counts them
_HELD = 7  # an occasion, as names.py counts offices
_CITED, _WHERE = 1, 5  # 据 and 在 before a name, as columns.py counts what stands there
_BY_THE_WAY = 2  # 据《甲报》, as names.py counts who speaks
_EVENT, _PERSON, _WORK, _BODY, _THING = (
    LABELS.index(label) + 1 for label in ("EVENT", "PER", "WORK", "ORG", "PRODUCT")
)
_PLACES = tuple(LABELS.index(label) + 1 for label in ("LOC", "GPE"))
_FIRM, _FILM, _SPORT, _OF_PERSONS = map(topic_code, ("firm", "film", "sport", "person"))
_OF_NATIONS = tuple(map(topic_code, ("state", "trade")))  # what the press tells of an unnamed country
_OF_FIRMS = tuple(map(topic_code, ("firm", "film", "trade", "state")))  # what no calamity has
_NEXT = 2  # clauses, sentences
_FAR = 999  # characters
_PEOPLE = DIMENSIONS.index("people") + 1
_TOLD = 20.0
_STANDS, _UNNAMED = 1, 2  # the stand-in of an article that names no country, as columns.py counts them


def owner_factors(rows: Rows) -> Floats:
    """A factor for each pair of an owner with a figure: below one where it is unlikely whatever stands near.

    DOUBT is a step down or up.
    """
    down, favored = _doubted(rows), _favored(rows)
    down = np.where(_beside(rows), down * _TOLD, down)
    down = np.where(_heads(rows), down / DOUBT, down)
    factors: Floats = np.where(favored, down / DOUBT, down).astype(np.float32)
    return factors


def _doubted(rows: Rows) -> "NDArray[np.float64]":
    """Against: who speaks owns little: persons, brokers, offices.

    对甲国出口 is of whoever exports, 在甲国投资 of who invests; the dead are not of who strikes.  Takings abroad
    are the film's, a country that is never named owns nothing but what countries count.  Nor do 据甲国, 据《甲报》
    and 甲国、乙国等9国 (18 righted, 2 lost), nor 甲国游客 (14, 3), nor games their medals.
    """
    label, toll, before = rows["c_label"], rows["m_toll"] > 0, rows["after"] == 0
    place, aimed, topic = np.isin(label, _PLACES), rows["c_aimed"] == 1, rows["m_topic"]
    unnamed = (rows["c_standin"] == _UNNAMED) & ~np.isin(topic, _OF_NATIONS)
    hardly = np.isin(rows["c_office"], _TELLERS) | (aimed & place) | unnamed | (toll & (rows["c_acts"] == 1))
    hardly |= (label == _EVENT) & np.isin(topic, _OF_FIRMS)
    hardly |= (place & (rows["c_ahead"] == _CITED)) | ((label == _WORK) & (rows["c_spoken"] >= _BY_THE_WAY))
    hardly |= (rows["c_example"] == 1) | ((rows["c_office"] == _HELD) & _is_result(rows))
    where = place & (((rows["c_ahead"] == _WHERE) & ~toll) | ((topic == _FILM) & (rows["c_home"] == 0)))
    given = aimed & ~place & before & (rows["sentences"] == 0)
    speaks = ((label == _PERSON) & ~_runs(rows) & ~_does(rows)) | (rows["c_office"] == _BROKER)
    theirs = place & (rows["c_people"] == 1)
    aside = (rows["c_depth"] > 0) & (rows["f_depth"] == 0) & (rows["c_main"] == 0)  # (甲公司代工): 6 righted
    down = np.where(before, 1.0, DOUBT) * np.where(speaks | where | given | theirs | aside, DOUBT, 1.0)
    return down * np.where(hardly, _HARDLY, 1.0)


def _favored(rows: Rows) -> Bools:
    """For: a toll is the event's; a topic governs its paragraph (云业务收入9亿元。亏损扩大至2亿元).

    《甲》成本8亿元 is of that film, however often another is named; a result is of who ran; what opens a clause
    and is a body, or stands for a thing (这座桥全长588米,高90米), owns its sentence; years of age, service and
    prison are of the person named last.
    """
    label, before, near = rows["c_label"], rows["after"] == 0, rows["sentences"] == 0
    governs = (label == _TOPIC) & before & (rows["paragraphs"] == 0)
    shown = (label == _WORK) & before & near & (rows["m_topic"] != _FIRM)
    toll = rows["m_toll"] > 0
    whole = (rows["to_entity"] == 0) | toll  # of 青石站云岭山庄 the estate; the dead are the event's
    stands = (label == _THING) & ((rows["c_standin"] == _STANDS) | ~whole)
    acts = ((label == _BODY) | stands) & before & near & (rows["c_subject"] == 1)
    toll &= label == _EVENT
    years = (rows["m_topic"] == _OF_PERSONS) & (label == _PERSON) & before & near & (rows["entities_between"] == 0)
    found: Bools = acts | toll | governs | shown | years | _runs(rows) | _does(rows)
    return found


def _heads(rows: Rows) -> Bools:
    """A topic that opens its paragraph and is named last, for what a firm earns, up to the next sentence.

    云业务收入9亿元。受降价影响,利润率跌至5% (by unseen story 19 owners righted, 3 lost).
    """
    before = rows["after"] == 0
    last = np.minimum.reduceat(np.where(before, rows["gap"], _FAR), rows.pairs.first)[rows.pairs.figure]
    opens = (rows["c_label"] == _TOPIC) & (rows["c_of_paragraph"] == 0) & (rows["paragraphs"] == 0)
    opens &= (rows["m_topic"] == _FIRM) & (rows["sentences"] < _NEXT)
    found: Bools = opens & before & (rows["gap"] == last)
    return found


def _does(rows: Rows) -> Bools:
    """Whether a person opens the clause of a figure or the one before: 陈某已完成6次; not who plans."""
    told = (rows["c_subject"] == 1) & (rows["m_toll"] == 0) & (rows["f_coming"] == 0)
    near = (rows["sentences"] == 0) & (rows["clauses"] < _NEXT) & (rows["entities_between"] == 0)
    found: Bools = (rows["c_label"] == _PERSON) & (rows["after"] == 0) & told & near
    return found


def _runs(rows: Rows) -> Bools:
    """Who ran, for a result that counts no people."""
    found: Bools = (
        _is_result(rows) & (rows["c_label"] == _PERSON) & (rows["after"] == 0) & (rows["sentences"] == 0)
    )
    return found


def _beside(rows: Rows) -> Bools:
    """A name right before the bracket that holds the figure: 甲公司(15%)、乙公司(12%); of 8 so told all own it.

    So does whoever is private his sentence, but for the dead (店主陈先生说,月租5800元), and of the dead the event
    of another year its sentence.
    """
    before = rows["after"] == 0
    toll = rows["m_toll"] > 0
    own = (((rows["c_private"] == 1) & ~toll) | ((rows["c_earlier"] == 1) & toll)) & (rows["sentences"] == 0)
    found: Bools = (((rows["gap"] == 1) & (rows["f_depth"] > rows["c_depth"])) | own) & before
    return found


def _is_result(rows: Rows) -> Bools:
    """A medal or a result, which no games own."""
    found: Bools = (rows["m_topic"] == _SPORT) & (rows["f_dimension"] != _PEOPLE)
    return found
