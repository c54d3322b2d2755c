"""Writes packages as compiled models in the text that coremlcompiler writes, without a Mac.

Apple's text has two dialects: up to macOS 14 everything is a tensor (`tensor<int32, []>(1)`), from
macOS 15 on a scalar stands for itself (`int32(1)`).
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np

from desktop.engines.coreml.portable.package_program import read_programs
from desktop.engines.coreml.portable.program import Blob, Constant, Op, Program, TensorType
from desktop.models.bundles.bundle_part import Feature
from desktop.models.bundles.model_package import read_package_part

_INFO = (
    'dict<tensor<string, []>, tensor<string, []>>({{"coremlc-component-MIL", "5.33.5"}, '
    '{"coremlc-version", "1877.40.3"}, {"note", "a bracket ] and a \\"quote\\""}})'
)
_NAMES = {"fp16": "Float16", "fp32": "Float32", "int32": "Int32"}


def compile_to(package: Path, bundle: Path, *, scalars: bool = False) -> Path:
    """`bundle` (.mlmodelc) as the compiled form of `package`; `scalars`: the newer dialect."""
    programs, root = read_programs(package)
    places = (
        [bundle] if len(programs) == 1 else [bundle / f"model{i}" for i in range(len(programs))]
    )
    for program, place in zip(programs, places, strict=True):
        place.mkdir(parents=True)
        if (root / "weights").is_dir():
            shutil.copytree(root / "weights", place / "weights")
        (place / "model.mil").write_text(Text(scalars).program(program), encoding="utf-8")
    part = read_package_part(package, package, deep=False)
    metadata = {
        "inputSchema": [_schema(feature) for feature in part.inputs],
        "outputSchema": [_schema(feature) for feature in part.outputs],
        "storagePrecision": "Float16",
        "modelType": {"name": "MLModelType_mlProgram"},
    }
    (bundle / "metadata.json").write_text(json.dumps([metadata]))
    return bundle


def same(first: Program, second: Program) -> None:
    """Fails where the two programs differ in anything."""
    assert first.inputs == second.inputs
    assert first.outputs == second.outputs
    assert first.ops == second.ops
    assert set(first.constants) == set(second.constants)
    for name, constant in first.constants.items():
        other = second.constants[name]
        assert constant.type == other.type, name
        if isinstance(constant.value, np.ndarray):
            assert isinstance(other.value, np.ndarray)
            np.testing.assert_array_equal(constant.value, other.value, name)
        else:
            assert constant.value == other.value


def _schema(feature: Feature) -> dict[str, str]:
    return {
        "name": feature.name,
        "shape": str(list(feature.shape)),
        "dataType": _NAMES[feature.dtype],
    }


class Text:
    def __init__(self, scalars: bool) -> None:
        self._scalars = scalars

    def program(self, program: Program) -> str:
        inputs = ", ".join(f"{self.kind(t)} {name}" for name, t in program.inputs.items())
        lines = ["program(1.0)", f"[buildInfo = {_INFO}]", "{"]
        lines.append(f"    func main<ios16>({inputs}) {{")
        own = {f"{op.name}.{parameter}" for op in program.ops for parameter in op.inputs}
        for name, constant in program.constants.items():
            if name not in own:
                lines.append(
                    f"            {self.kind(constant.type)} {name} = const()[name = "
                    f"{self.string(name)}, val = {self.literal(constant)}];"
                )
        lines += [f"            {self.operation(op, program)}" for op in program.ops]
        lines += [f"        }} -> ({', '.join(program.outputs)});", "}"]
        return "\n".join(lines)

    def operation(self, op: Op, program: Program) -> str:
        outputs = ", ".join(
            f"{self.kind(kind)} {name}" for kind, name in zip(op.types, op.outputs, strict=True)
        )
        arguments, attributes = [], []
        for parameter, names in op.inputs.items():
            if names == (f"{op.name}.{parameter}",):
                value = self.literal(program.constants[names[0]])
                attributes.append(f"{parameter} = {value}")
            elif len(names) == 1 and parameter != "values":
                arguments.append(f"{parameter} = {names[0]}")
            else:
                arguments.append(f"{parameter} = ({', '.join(names)})")
        attributes.append(f"name = {self.string(op.name)}")
        return f"{outputs} = {op.kind}({', '.join(arguments)})[{', '.join(attributes)}];"

    def kind(self, kind: TensorType) -> str:
        if not kind.shape and self._scalars:
            return kind.dtype
        sides = ", ".join("?" if side < 0 else str(side) for side in kind.shape)
        return f"tensor<{kind.dtype}, [{sides}]>"

    def string(self, text: str) -> str:
        quoted = text.replace("\\", "\\\\").replace('"', '\\"')
        return f'{self.kind(TensorType("string", ()))}("{quoted}")'

    def literal(self, constant: Constant) -> str:
        value, kind = constant.value, self.kind(constant.type)
        if isinstance(value, str):
            return self.string(value)
        if isinstance(value, Blob):
            path = self.string(f"@model_path/{value.file}")
            offset = f"{self.kind(TensorType('uint64', ()))}({value.offset})"
            return f"{kind}(BLOBFILE(path = {path}, offset = {offset}))"
        return f"{kind}({_nested(value)})"


def _nested(value: np.ndarray) -> str:
    if value.ndim:
        return f"[{', '.join(_nested(item) for item in value)}]"
    if value.dtype == bool:
        return "true" if value else "false"
    if value.dtype.kind == "f":
        number = float(value)
        return number.hex() if np.isfinite(number) else str(number)
    return str(int(value))
