from typing import Any

OpLinearQuantizerConfig: Any
OpPalettizerConfig: Any
OptimizationConfig: Any
linear_quantize_weights: Any
palettize_weights: Any
