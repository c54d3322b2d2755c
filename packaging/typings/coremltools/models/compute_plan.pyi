from typing import Any

class MLComputePlan:
    @staticmethod
    def load_from_path(path: str, *, compute_units: Any) -> Any: ...
