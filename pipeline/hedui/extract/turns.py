"""Articles read side by side: one step of each in turn, then the next step of each.

The words, patterns and code of one step fit the processor's nearest memory, those of all steps do not: articles
read from end to end one after the other fetch them anew for each, in a fifth of the time of names and of scenes.
So do claims that are built one after the other.
A step ends where its function says `yield`; nothing else depends on where that is.
"""

from collections.abc import Generator, Iterable
from typing import TypeVar

T = TypeVar("T")
Steps = Generator[None, None, T]


def in_turns(works: Iterable[Steps[T]]) -> list[T]:
    """What each work returns, in their order."""
    going, results = dict(enumerate(works)), dict[int, T]()
    while going:
        for number, work in list(going.items()):
            try:
                next(work)
            except StopIteration as done:
                results[number] = done.value
                del going[number]
    return [results[number] for number in range(len(results))]
