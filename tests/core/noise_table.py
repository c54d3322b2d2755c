"""The noise levels that most models were trained with, from the published betas."""

from __future__ import annotations

import numpy as np

from desktop.core.sampling.sigmas import Sigmas, table_of


def sd_table() -> Sigmas:
    """SD 1, SD 2 and SDXL: scaled linear betas 0.00085 to 0.012, 1000 steps."""
    roots = np.linspace(0.00085**0.5, 0.012**0.5, 1000, dtype=np.float64)
    return table_of(np.asarray(np.cumprod(1 - roots * roots), dtype=np.float64))
