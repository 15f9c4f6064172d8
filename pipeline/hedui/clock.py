"""CPU seconds per stage of the flow, in this process."""

from time import process_time


class Clock:
    """A stopwatch with named laps: each lap ends the stage it names and starts the next."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._last = process_time()

    def start(self) -> None:
        """Begins a stage, without counting what was before."""
        self._last = process_time()

    def lap(self, stage: str) -> None:
        """Ends a stage."""
        now = process_time()
        self.seconds[stage] = self.seconds.get(stage, 0.0) + now - self._last
        self._last = now
