from typing import Any

CompiledMLModel: Any
MLModel: Any
