"""What a reviewer's browser sends, checked for length and kind."""

from datetime import date

from pydantic import BaseModel, Field, JsonValue, field_validator

from hedui.desk.queue import Wanted
from hedui.desk.store import MOST_TEXT

_DAY: dict[str, JsonValue] = {"anyOf": [{"const": ""}, {"type": "string", "format": "date"}]}


class Filters(BaseModel):
    """The filters of the queue, as they stand in the address."""

    state: str = Field("open", max_length=20)
    severity: str = Field("", max_length=20)
    check: str = Field("", max_length=40)
    text: str = Field("", max_length=200)
    assigned: str = Field("", max_length=60)
    entity: str = Field("", max_length=60)
    metric: str = Field("", max_length=60)
    source: str = Field("", max_length=60)
    page: int = Field(1, ge=1, le=1_000_000)

    def wanted(self) -> Wanted:
        """The filters as the queue takes them."""
        return Wanted(**self.model_dump())


class Asked(Filters):
    """The same of a program, which sees all findings where it does not say."""

    state: str = Field("all", max_length=20)


class Said(BaseModel):
    """What a reviewer said of a finding."""

    author: str = Field("", max_length=200)
    verdict: str = Field("", max_length=20)
    words: str = Field("", max_length=MOST_TEXT)
    seen: int | None = Field(None, ge=0)


class Pasted(BaseModel):
    """An article that a reviewer pastes, or a draft that a newsroom's system sends."""

    text: str = Field(min_length=1, max_length=500_000)
    title: str = Field("", max_length=400)
    source: str = Field("", max_length=200)
    published: str = Field("", max_length=10, json_schema_extra=_DAY)
    url: str = Field("", max_length=2000)
    keep: bool = False

    @field_validator("published")
    @classmethod
    def _is_a_day(cls, published: str) -> str:
        """2613-11-77 has the shape of a day and is none, 2026-W01-1 is one of another shape: both are refused."""
        if published and date.fromisoformat(published).isoformat() != published:
            raise ValueError("not a day written 2026-01-05")
        return published
