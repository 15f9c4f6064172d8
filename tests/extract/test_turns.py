"""Works done side by side: the order of their steps, and of what they return."""

from hedui.extract.turns import Steps, in_turns


def test_each_takes_a_step_before_any_takes_the_next() -> None:
    done: list[str] = []

    def work(name: str, steps: int) -> Steps[str]:
        for step in range(steps):
            done.append(f"{name}{step}")
            yield
        return name

    assert in_turns([work("a", 2), work("b", 0), work("c", 3)]) == ["a", "b", "c"]
    assert done == ["a0", "c0", "a1", "c1", "c2"]


def test_no_work_returns_nothing() -> None:
    assert in_turns([]) == []
