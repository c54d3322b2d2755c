import numpy as np
from numpy.typing import NDArray

class _Beta:
    def ppf(self, q: NDArray[np.float64], a: float, b: float) -> NDArray[np.float64]: ...

beta: _Beta
