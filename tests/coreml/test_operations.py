"""Each operation of the portable runtime against its reference, through real packages."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from desktop.engines.coreml.portable.ops.op_table import OPERATIONS
from desktop.engines.coreml.portable.package_program import read_programs
from desktop.engines.coreml.portable.portable_model import PortableModel

from . import op_cases, op_cases_compressed, op_cases_shapes
from .mil_programs import Case, inputs_of, save_cases

GROUPS: dict[tuple[str, str], dict[str, Case]] = {
    ("elementwise", "iOS16"): op_cases.ELEMENTWISE,
    ("activations", "iOS16"): op_cases.ACTIVATIONS,
    ("linear", "iOS16"): op_cases.LINEAR,
    ("attention", "iOS18"): op_cases.ATTENTION_18,
    ("normalisations", "iOS16"): op_cases.NORMALISATIONS,
    ("reductions", "iOS16"): op_cases.REDUCTIONS,
    ("shapes", "iOS16"): op_cases_shapes.SHAPES,
    ("slicing", "iOS16"): op_cases_shapes.SLICING,
    ("slicing", "iOS17"): op_cases_shapes.SLICING,
    ("slicing 18", "iOS18"): op_cases_shapes.SLICING_18,
    ("resizing", "iOS16"): op_cases_shapes.RESIZING,
    ("resizing 17", "iOS17"): op_cases_shapes.RESIZING_17,
    ("compressed", "iOS16"): op_cases_compressed.COMPRESSED_16,
    ("compressed", "iOS18"): op_cases_compressed.COMPRESSED_18,
    ("quantized", "iOS17"): op_cases_compressed.QUANTIZED_17,
}
CASES = [(*group, case) for group, cases in GROUPS.items() for case in cases]

Results = Callable[[str, str], tuple[dict[str, np.ndarray], set[str]]]


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Results:
    """The outputs of a group's package and its kinds of operation; each is built and run once."""
    kept: dict[tuple[str, str], tuple[dict[str, np.ndarray], set[str]]] = {}
    folder = tmp_path_factory.mktemp("operations")

    def run(group: str, target: str) -> tuple[dict[str, np.ndarray], set[str]]:
        if (group, target) not in kept:
            cases = GROUPS[group, target]
            path = folder / f"{group}-{target}.mlpackage"
            save_cases(cases, target, path)
            kinds = {op.kind for program in read_programs(path)[0] for op in program.ops}
            kept[group, target] = PortableModel.load(path).predict(inputs_of(cases)), kinds
        return kept[group, target]

    return run


@pytest.mark.parametrize(("group", "target", "name"), CASES, ids=str)
def test_operation_matches_its_reference(
    group: str, target: str, name: str, results: Results
) -> None:
    case = GROUPS[group, target][name]
    expected = np.asarray(case.expected(*case.inputs.values()), np.float64)
    actual = results(group, target)[0][name]
    assert actual.shape == expected.shape
    np.testing.assert_allclose(actual, expected, rtol=2e-5, atol=2e-5)


def test_no_operation_goes_untested(results: Results) -> None:
    seen = set[str]().union(*(results(*group)[1] for group in GROUPS))
    assert set(OPERATIONS) - seen == {"reshape_like"}
