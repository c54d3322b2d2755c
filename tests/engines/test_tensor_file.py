"""Reading tensors of a safetensors file: the right bits, and no file left in memory."""

from __future__ import annotations

import itertools
import sys
from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file

from desktop.engines.torch import tensor_file
from desktop.engines.torch.tensor_file import copied, read_tensors, tensor_sizes

HALVES = (torch.float16, torch.bfloat16)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    generator = torch.Generator().manual_seed(0)
    tensors = {
        f"part.{number}.weight": torch.randn(300, 200, generator=generator).half()
        for number in range(20)
    }
    tensors |= {"part.ids": torch.arange(77), "other.bias": torch.ones(3).half()}
    save_file(tensors, tmp_path / "model.safetensors")
    return tmp_path / "model.safetensors"


@pytest.mark.parametrize("dtype", HALVES)
def test_halves_become_one_another_with_the_bits_that_torch_gives(dtype: torch.dtype) -> None:
    other = HALVES[1 - HALVES.index(dtype)]
    every = torch.arange(-32768, 32768, dtype=torch.int16).view(dtype)  # every number there is
    source = every.repeat(3)[5:].reshape(-1, 1)
    got, expected = copied(source, other), source.to(other)
    assert got.shape == expected.shape
    same = got.view(torch.int16) == expected.view(torch.int16)
    assert (same | (got.isnan() & expected.isnan())).all()


def test_only_what_is_named_is_read_and_whole_numbers_stay(file: Path) -> None:
    names = {name: size for name, size in tensor_sizes(file).items() if name.startswith("part.")}
    tensors = read_tensors(file, names, torch.bfloat16)
    assert sorted(tensors) == sorted(names)
    assert tensors.pop("part.ids").tolist() == list(range(77))
    assert {value.dtype for value in tensors.values()} == {torch.bfloat16}


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
def test_groups_give_what_one_reading_gives(
    file: Path, monkeypatch: pytest.MonkeyPatch, dtype: torch.dtype
) -> None:
    whole = read_tensors(file, tensor_sizes(file), dtype)
    monkeypatch.setattr(tensor_file, "_GROUP", 500_000)
    told: list[int] = []
    grouped = read_tensors(file, tensor_sizes(file), dtype, told.append)
    assert len(told) == 3
    assert told == sorted(told)
    assert told[-1] == sum(tensor_sizes(file).values())
    assert list(grouped) == list(whole)
    assert all(torch.equal(grouped[name], value) for name, value in whole.items())


@pytest.mark.skipif(sys.platform != "linux", reason="asks /proc what is mapped")
def test_a_converted_file_is_let_go(file: Path) -> None:
    def mapped() -> bool:
        return str(file) in Path("/proc/self/maps").read_text()

    kept = read_tensors(file, tensor_sizes(file), torch.float16)
    assert mapped(), "what needs no conversion is not copied"
    del kept
    assert not mapped()
    converted = read_tensors(file, tensor_sizes(file), torch.bfloat16)
    assert not mapped()
    assert len(converted) == 22


def test_the_groups_are_as_large_as_the_bound(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sizes = {str(number): 100 for number in range(50)}
    monkeypatch.setattr(tensor_file, "_GROUP", 1000)
    groups = list(tensor_file._groups(sizes))
    assert [len(group) for group in groups] == [10] * 5
    assert list(itertools.chain.from_iterable(groups)) == list(sizes)
