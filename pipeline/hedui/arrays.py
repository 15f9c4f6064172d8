"""numpy by its usual name, loaded when it is first used: a run whose claims are all in store does without."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float32]
    Bools = NDArray[np.bool_]
else:

    class _Numpy:
        """What numpy has, each name kept once it has been asked for."""

        def __getattr__(self, name: str) -> Any:
            import numpy

            value = getattr(numpy, name)
            setattr(self, name, value)
            return value

    np = _Numpy()
    NDArray = Ints = Floats = Bools = object  # only mypy reads the types of arrays

__all__ = ["Bools", "Floats", "Ints", "NDArray", "np"]
