from typing import Any

from . import models as models
from . import optimize as optimize

ComputeUnit: Any
SpecializationStrategy: Any
TensorType: Any
precision: Any
target: Any

def convert(model: object, **options: Any) -> Any: ...
