"""What the ranker of owners has too few stories to learn, as factors on the shares of its candidates.

Of 9,961 owners in stories unseen 7,904 are right without these factors, 8,118 with them.
"""

from hedui.arrays import Bools, Floats, np
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
_FIRM, _SPORT, _OF_PERSONS = map(topic_code, ("firm", "sport", "person"))
_OF_NATIONS = tuple(map(topic_code, ("state", "trade")))  # what the press tells of an unnamed country
_OF_FIRMS = tuple(map(topic_code, ("firm", "film", "trade", "state")))  # what no calamity has
_NEXT = 2  # clauses, sentences
_PEOPLE, _DURATION = (DIMENSIONS.index(name) + 1 for name in ("people", "duration"))
_TOLD = 20.0
_UNNAMED = 2  # the stand-in of an article that names no country, as columns.py counts them


def owner_factors(rows: Rows) -> Floats:
    """A factor for each pair of an owner with a figure: below one where it is unlikely whatever stands near.

    DOUBT is a step down or up.
    """
    down = _doubted(rows) * np.where(_beside(rows), _TOLD, 1.0) / np.where(_heads(rows), DOUBT, 1.0)
    return np.asarray(np.where(_favored(rows), down / DOUBT, down), dtype=np.float32)


def _doubted(rows: Rows) -> Floats:
    """Against: who speaks owns little: persons, brokers, offices.

    对甲国出口 is of whoever exports, 在甲国投资 of who invests; the dead are not of who strikes.  A country that
    is never named owns nothing but what countries count.  Nor do 据甲国, 据《甲报》 and 甲国游客 (14 righted,
    3 lost), nor games their medals, nor the places of a disaster what is told beside it (30 righted, 4 lost).
    """
    toll, place, aimed = rows["m_toll"] > 0, rows.at("c_label", *_PLACES), rows.at("c_aimed", 1)
    hardly = rows.at("c_office", *_TELLERS) | (aimed & place) | (toll & rows.at("c_acts", 1))
    hardly |= rows.at("c_standin", _UNNAMED) & ~rows.at("m_topic", *_OF_NATIONS)
    hardly |= rows.at("c_label", _EVENT) & rows.at("m_topic", *_OF_FIRMS)
    hardly |= place & rows.at("c_ahead", _CITED)
    hardly |= rows.at("c_label", _WORK) & (rows["c_spoken"] >= _BY_THE_WAY)
    hardly |= rows.at("c_office", _HELD) & rows.at("m_topic", _SPORT) & ~rows.at("f_dimension", _PEOPLE)
    where = place & ((rows.at("c_ahead", _WHERE) & ~toll) | rows.at("c_people", 1))
    speaks = rows.at("c_label", _PERSON) & ~_does(rows)
    befell = place & rows.at("f_disaster", 1) & rows.any_of(rows.at("c_event", 1))
    doubt = speaks | rows.at("c_office", _BROKER) | where | befell
    return np.asarray(np.where(doubt, DOUBT, 1.0) * np.where(hardly, _HARDLY, 1.0))


def _favored(rows: Rows) -> Bools:
    """For: a toll is the event's; a topic governs its paragraph (云业务收入9亿元。亏损扩大至2亿元).

    《甲》成本8亿元 is of that film, however often another is named; what no firm earns is of the thing that is
    named (星河X1续航600公里; by unseen story 66 owners of 9,961 righted, 20 lost); a body that opens a clause owns
    its sentence, unless a thing is named in it.
    """
    toll, before, earned = rows["m_toll"] > 0, rows.at("after", 0), rows.at("m_topic", _FIRM)
    near = before & rows.at("sentences", 0)
    governs = rows.at("c_label", _TOPIC) & before & rows.at("paragraphs", 0)
    shown = rows.at("c_label", _WORK) & near & ~earned
    thing = rows.at("c_label", _THING) & ~earned & ~toll
    acts = rows.at("c_label", _BODY) & near & rows.at("c_subject", 1) & ~rows.any_of(thing & near)
    return acts | (toll & rows.at("c_label", _EVENT)) | governs | shown | thing


def _heads(rows: Rows) -> Bools:
    """A topic that opens its paragraph, for what a firm earns, up to the next sentence.

    云业务收入9亿元。受降价影响,利润率跌至5% (by unseen story 19 owners righted, 3 lost).
    """
    opens = rows.at("c_label", _TOPIC) & rows.at("c_of_paragraph", 0) & rows.at("paragraphs", 0)
    return opens & rows.at("m_topic", _FIRM) & (rows["sentences"] < _NEXT) & rows.at("after", 0)


def _does(rows: Rows) -> Bools:
    """Whether a person opens the clause of a figure or the one before: 陈某已完成6次."""
    near = rows.at("after", 0) & rows.at("sentences", 0) & (rows["clauses"] < _NEXT)
    return rows.at("c_label", _PERSON) & rows.at("c_subject", 1) & rows.at("m_toll", 0) & near


def _lasts(rows: Rows) -> Bools:
    """Age, prison, service and whatever lasts, of a person near (陈某加入甲公司,在那里9年), not of who tells."""
    lasts = rows.at("m_topic", _OF_PERSONS) | (rows.at("f_dimension", _DURATION) & (rows["clauses"] < _NEXT))
    silent = rows.at("c_says", 0) & rows.at("f_coming", 0)
    return rows.at("c_label", _PERSON) & lasts & silent & (rows["entities_between"] < _NEXT)


def _beside(rows: Rows) -> Bools:
    """A name right before the bracket that holds the figure: 甲公司(15%)、乙公司(12%); of 8 so told all own it.

    So does whoever is private his sentence, but for the dead: 店主陈先生说,月租5800元.
    """
    private = rows.at("c_private", 1) & (rows["m_toll"] <= 0)
    bracket = rows.at("gap", 1) & (rows["f_depth"] > rows["c_depth"])
    return (bracket | ((private | _lasts(rows)) & rows.at("sentences", 0))) & rows.at("after", 0)
