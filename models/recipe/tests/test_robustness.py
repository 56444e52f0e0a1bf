"""What goes wrong outside the recipe ends in a clear message, and the same command goes on afterwards."""

import errno
from concurrent.futures.process import BrokenProcessPool

import pytest
import torch
from toy import write_config, write_corpora

from tryage_recipe.data import corpora

from tryage_recipe.cli import INTERRUPTED, main
from tryage_recipe.core import files
from tryage_recipe.core.checkpoint import read_checkpoint, write_checkpoint


@pytest.fixture
def arguments(tmp_path):
    write_config(tmp_path)
    write_corpora(tmp_path / "corpora")
    folders = ["--corpora", tmp_path / "corpora", "--work", tmp_path / "work", "--out", tmp_path / "out"]
    return [str(item) for item in ["--config", tmp_path / "toy.toml", *folders]]


@pytest.mark.parametrize(
    ("fault", "status", "message"),
    [
        (OSError(errno.ENOSPC, "No space left on device", "work/x"), 1, r"error: the disk is full (work/x): make room."),
        (PermissionError(errno.EACCES, "Permission denied", "out/y"), 1, "error: Permission denied (out/y)."),
        (BrokenProcessPool(), 1, "error: a process of the stage was ended from outside"),
        (KeyboardInterrupt(), INTERRUPTED, "interrupted."),
    ],
)
def test_faults_are_one_line_that_says_how_to_go_on(arguments, capsys, monkeypatch, fault, status, message):
    def fail(*_):
        raise fault

    with monkeypatch.context() as patch:
        patch.setattr(corpora, "run", fail)
        assert main(["corpora", *arguments]) == status
    told = capsys.readouterr().err
    assert told.startswith(message) and told.count("\n") == 1 and "the same command goes on" in told
    assert main(["corpora", *arguments]) == 0


def test_a_corrupt_line_is_mended_and_the_stage_goes_on(arguments, capsys, tmp_path):
    path = tmp_path / "corpora" / "law.valid.jsonl"
    lines = path.read_text().splitlines()
    path.write_text("\n".join([lines[0], lines[1][:-9], *lines[2:]]) + "\n")
    assert main(["corpora", *arguments]) == 1
    assert "law.valid.jsonl, line 2:" in capsys.readouterr().err
    path.write_text("\n".join(lines) + "\n")
    assert main(["corpora", *arguments]) == 0


def test_a_full_disk_leaves_the_old_checkpoint_whole(tmp_path, monkeypatch):
    path = tmp_path / "checkpoint.pt"
    write_checkpoint(path, "key", {"step": torch.tensor(1)})

    def full(source, target):
        raise OSError(errno.ENOSPC, "No space left on device", str(target))

    with monkeypatch.context() as patch:
        patch.setattr(files.os, "replace", full)
        with pytest.raises(OSError, match="No space left"):
            write_checkpoint(path, "key", {"step": torch.tensor(2)})
    assert read_checkpoint(path, "key")["step"] == 1
    assert list(tmp_path.iterdir()) == [path]


def test_a_damaged_checkpoint_is_told_and_ignored(tmp_path, capsys):
    path = tmp_path / "checkpoint.pt"
    write_checkpoint(path, "key", {"step": torch.arange(1000)})
    path.write_bytes(path.read_bytes()[:-500])
    assert read_checkpoint(path, "key") is None
    assert "is damaged" in capsys.readouterr().out


def test_the_report_needs_an_exported_library_and_no_corpora(arguments, capsys):
    without = [*arguments[:2], *arguments[4:]]
    assert main(["report", *without]) == 1
    assert "run the stage export first" in capsys.readouterr().err
