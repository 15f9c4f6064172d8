"""What a web page says of itself: JSON-LD, then og: and meta, then the lines and the stamp under its headline."""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

import msgspec
from lxml import etree, html

from hedui.readers.dates import read_days

_ARTICLE = re.compile(r"Article|Posting|Report|WebPage")
_PUBLISHED = re.compile(r"publi|pubtime|pubdate|releasedate|date$|issued|datecreated", re.IGNORECASE)
_MODIFIED = re.compile(r"modif|updat|valid|expir", re.IGNORECASE)
# The line under the headline: <span class="source">来源：某报</span> <p id="pubtime">2026年1月2日</p>
_LINE = re.compile(r"time|date|pub|info|source|laiyuan|from|author|meta|byline", re.IGNORECASE)
_LABEL = re.compile(r"^(?:发布|發布|发表|發表|刊发|更新|时间|時間|日期|于|於|\s|[:：|]){0,6}")
_SOURCE = re.compile(r"(?:来源|來源|稿源)\s{0,3}[:：]\s{0,3}(?P<name>[^\s:：|,，;；]{2,30})")
# 新华网57人参与11评论, 某报作者 before another tag with the name; a field that repeats its own label
_NO_NAME = re.compile(
    r"^(?:来源|來源|稿源)\s{0,3}[:：]\s{0,3}|(?:[0-9]{1,8}人参与.{0,20}|作者|编辑|責編|责编|版权所有)$"
)
_AUTHOR = re.compile(r"(?:作者|记者|記者)\s{0,3}[:：]\s{0,3}(?P<name>[^\s:：|,，;；]{2,20})")
# <span>2026-01-02 08:00</span>, 发布日期：2026年1月2日: a day with its hour or its label, in a string of its own
_DAY = r"(?:19|20)[0-9]{2} ?[-/.年] ?[0-9]{1,2} ?[-/.月] ?[0-9]{1,2}日?"
_STAMP = re.compile(
    rf"(?:(?:发布|發布|发表|發表)?(?:时间|時間|日期|于|於)\s{{0,3}}[:：]?\s{{0,3}}({_DAY})"
    rf"|({_DAY})[ T　]{{0,3}}[0-9]{{1,2}}[:：][0-9]{{2}})"
)
# WeChat fills in name and day by script: var nickname = htmlDecode("某号"); var ct = "1767312000"
_WECHAT = re.compile(r'var (ct|nickname) ?= ?(?:htmlDecode\()?"([^"\n]{1,60})"')
_HEADLINES, _STRINGS = frozenset(("h1", "h2", "h3", "h4", "h5")), 200
_NAMES: Mapping[str, tuple[str, ...]] = {
    "title": ("og:title", "twitter:title", "headline", "title"),
    "source": ("source", "mediaid", "article:publisher", "og:site_name", "publisher", "application-name"),
    "author": ("author", "article:author", "og:article:author", "byl"),
    "url": ("og:url",),
}
_DEPTH, _LOOKS = 8, 400


def page_metadata(page: str) -> dict[str, object]:
    """Title, source, author, url and published of a page, as far as it says them."""
    try:
        root = html.document_fromstring(page.encode("utf-8", "replace"), html.HTMLParser(encoding="utf-8"))
    except (etree.LxmlError, ValueError):
        return {}
    found: dict[str, object] = {}
    for told in (_wechat(page), _json_ld(root), _meta(root), _line(root), _stamp(root)):
        found |= {name: value for name, value in told.items() if value and name not in found}
    if isinstance(source := found.get("source"), str):
        found["source"] = _NO_NAME.sub("", source)
    return found


def _wechat(page: str) -> dict[str, object]:
    if 'id="js_name"' not in page:
        return {}
    told = dict(_WECHAT.findall(page))
    day = int(told["ct"]) if told.get("ct", "").isdecimal() else None
    return {"source": told.get("nickname"), "published": day}


def _json_ld(root: html.HtmlElement) -> dict[str, str | None]:
    for script in root.iterfind(".//script[@type='application/ld+json']"):
        try:
            data = msgspec.json.decode((script.text or "").strip().encode("utf-8", "replace"), strict=False)
        except (msgspec.DecodeError, RecursionError):
            continue
        for thing in _things(data, _DEPTH):
            if _ARTICLE.search(str(thing.get("@type"))) and (thing.get("headline") or thing.get("datePublished")):
                return {
                    "title": _named(thing.get("headline")),
                    "published": _dated((thing.get("datePublished"),)),
                    "author": _named(thing.get("author")),
                    "source": _named(thing.get("publisher")),
                }
    return {}


def _things(data: object, depth: int) -> Iterator[Mapping[str, object]]:
    """The objects inside JSON-LD, from the outside in."""
    if isinstance(data, dict):
        yield data
        data = list(data.values())
    if isinstance(data, list) and depth:
        for part in data:
            if isinstance(part, dict | list):
                yield from _things(part, depth - 1)


def _named(value: object) -> str | None:
    """A name written as text, as {"name": ...} or as a list of these."""
    if isinstance(value, list):
        return "、".join(filter(None, map(_named, value[:20]))) or None
    if isinstance(value, dict):
        value = value.get("name")
    return value.strip() or None if isinstance(value, str) else None


def _meta(root: html.HtmlElement) -> dict[str, str | None]:
    told: dict[str, str] = {}
    dates: list[str] = []
    for tag in root.iter("meta", "time"):
        name = str(tag.get("property") or tag.get("name") or tag.get("itemprop") or "").strip().lower()
        value = str(tag.get("content") or tag.get("datetime") or "").strip()
        if value and (tag.tag == "time" or (_PUBLISHED.search(name) and not _MODIFIED.search(name))):
            dates.append(value)
        if value and name:
            told.setdefault(name, value)
    found = {field: next((told[n] for n in names if n in told), None) for field, names in _NAMES.items()}
    if found["author"] and "://" in found["author"]:  # a page of the author, not a name
        found["author"] = None
    return found | {"published": _dated(dates)}


def _line(root: html.HtmlElement) -> dict[str, str | None]:
    """What stands under the headline, for pages without metadata."""
    found: dict[str, str | None] = {}
    looks = 0
    for tag in root.iter("span", "p", "div", "em", "i", "a", "td", "li", "font"):
        if not _LINE.search(f"{tag.get('class') or ''} {tag.get('id') or ''}"):
            continue
        looks += 1
        text = " ".join("".join(part[:200] for part in islice(tag.itertext(), 40)).split())
        if looks > _LOOKS or len(text) > 200:
            continue
        for name, pattern in (("source", _SOURCE), ("author", _AUTHOR)):
            if said := pattern.search(text):
                found.setdefault(name, said["name"])
        if day := _dated((text, _LABEL.sub("", text), *text.split(" "))):
            found.setdefault("published", day)
    return found


def _stamp(root: html.HtmlElement) -> dict[str, str | None]:
    """The day that stands with its hour or its label among the strings right under a headline."""
    left = 0
    for tag in root.iter(*_HEADLINES, "span", "p", "div", "em", "i", "b", "a", "td", "li", "font", "time"):
        if tag.tag in _HEADLINES:
            left = _STRINGS
        if left <= 0:
            continue
        for string in (tag.text, *(child.tail for child in tag)):
            left -= 1
            if string and len(string) < 200 and (told := _STAMP.match(" ".join(string.split()))):
                return {"published": _dated((told[1] or told[2],))}
    return {}


def _dated(values: Iterable[object]) -> str | None:
    """The first value that is a date."""
    for value in values:
        if isinstance(value, str) and (days := read_days(value)) and (days[1] - days[0]).days < 31:
            return value
    return None
