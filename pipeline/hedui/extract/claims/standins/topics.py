"""What a clause speaks of without a name: 新能源车销量…, 云业务方面, …, 城镇居民人均收入….

A business, a class of goods or of people is the subject of the figures that follow, until the next one; it is part
of a firm or a country that the article names elsewhere.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from hedui.extract.claims.standins.todate import SOURCE
from hedui.extract.claims.standins.vocabulary import Vocabulary
from hedui.extract.openings import firsts
from hedui.model import Entity, Mention
from hedui.wordlists import compile_words, filled

LABEL = "TOPIC"
_BAR, _GAP = "|", "\0"  # in the place of the last character of a name or a date, and of those before it
_MOST = 400  # topics an article is read for
# What is said of a topic: its measure, its course, or that it is spoken of at all; 救护车23辆 only counts them.
_SAID = filled(
    r"{said_of_topic}|业务(?=[收营经亏利])|[:：]|[人月日]均|[均售]价|[日月]活|[同环]比|按[年月季]|年[增减]"
    r"|下[降滑跌]|上[涨升]|[涨跌升]幅|(?:{goes_on})(?=[0-9])|共有?|则?为|达到?|占(?!据)|有[0-9]"
    r"|(?![0-9.,]{1,14}[多余]?[万亿]?[辆台架艘座家间个只支条部处所张])[0-9]"
)
_BEGINS = "".join(map(re.escape, sorted(firsts(_SAID))))  # one look at a character before fifty at what follows
_LINK = r"其中|当中|而|的|全国|另外|此外|同期|再看|首先看|来看|至于|例如|如|分业务看|分产品看"
_TOPIC = re.compile(
    rf"[。，,；;：:、！!？?\n（(|][ \u3000]{{0,4}}(?:{_LINK})?[,，:：]?"
    rf"(?P<topic>[一-鿿A-Za-z][一-鿿A-Za-z0-9·+]{{1,11}}?)(?=[{_BEGINS}])(?={_SAID})"
)
# Words no topic holds: what acts, joins, asks, counts or tells the time; 公司 and 集团 stand for a name.
_NOT = compile_words(
    r"[是的了将被把让从由自向对与和及或在于至到以按较比若如因但并且也还又就都只仅已曾得着过给为这那此该每各某第之年月日季周时秒共总约近逾超全]"
    r"|其(?!他)|本(?!地)|会(?!议)|[上下]半|最[终高低大]|单[日月季周]|当[天期]|新[增高]|不[足含]|包[括含]|来[自看]|受[惠累]|[仍尚没]有|{no_topic}"
)


def find_topics(text: str, taken: Sequence[Mention[Any]], words: Vocabulary) -> list[Mention[Entity]]:
    """The topics of an article in text order; `taken` are the names and dates, which begin a topic and end it."""
    parts, at = [], 0
    for mention in sorted(taken, key=lambda m: (m.start, m.end)):
        if mention.start >= at:
            parts += [text[at : mention.start], _GAP * (mention.end - mention.start - 1), _BAR]
            at = mention.end
    return list(islice(_topics("".join([*parts, text[at:]]), words), _MOST))


def _topics(text: str, words: Vocabulary) -> Iterator[Mention[Entity]]:
    # A mark before the text, too: a pattern that begins with one is looked for ten times as fast as one behind it.
    for match in _TOPIC.finditer(f"\n{text}"):
        told, (start, end) = match["topic"], match.span("topic")
        if (
            told not in words.too_general
            and told.endswith(words.topic_tails.get(told[-1], ()))
            and not _NOT.search(told)
        ):
            value = Entity(told, LABEL)
            yield Mention(start=start - 1, end=end - 1, text=told, value=value, source=SOURCE)
