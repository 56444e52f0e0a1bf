"""The manifest's hashes notice any change of a file; its keys are in camel case."""

import math
from dataclasses import dataclass

import pytest

from tryage_recipe.core.library_files import camel_case
from tryage_recipe.export.manifest import HashError, describe_files, verify_files


def test_a_changed_file_is_noticed(tmp_path):
    (tmp_path / "a").write_bytes(b"1")
    (tmp_path / "b").write_bytes(b"2")
    files = describe_files(tmp_path, ["b", "a"])
    assert list(files) == ["a", "b"] and files["a"]["bytes"] == 1
    verify_files(tmp_path, files)
    (tmp_path / "b").write_bytes(b"3")
    with pytest.raises(HashError, match="^b differs"):
        verify_files(tmp_path, files)


def test_scores_become_json():
    @dataclass
    class Score:
        mean_loss: float
        interval: tuple[float, float]

    assert camel_case([Score(1.23456789, (0.0, math.nan))]) == [{"meanLoss": 1.234568, "interval": [0.0, None]}]
