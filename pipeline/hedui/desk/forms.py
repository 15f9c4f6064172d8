"""What a reviewer's browser sends, checked for length and kind."""

from pydantic import BaseModel, Field

from hedui.desk.queue import Wanted
from hedui.desk.store import MOST_TEXT


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
    published: str = Field("", max_length=10, pattern=r"^(\d{4}-\d{2}-\d{2})?$")
    url: str = Field("", max_length=2000)
    keep: bool = False
