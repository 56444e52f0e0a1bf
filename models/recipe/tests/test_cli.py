"""The command line: stages need their predecessors, finished stages are skipped, errors are one line."""

import json

import pytest
import torch
from toy import write_config, write_corpora

from tryage_recipe.cli import main


@pytest.fixture
def arguments(tmp_path):
    write_config(tmp_path)
    write_corpora(tmp_path / "corpora")
    folders = ["--corpora", tmp_path / "corpora", "--work", tmp_path / "work", "--out", tmp_path / "out"]
    return [str(item) for item in ["--config", tmp_path / "toy.toml", *folders]]


def test_stage_out_of_order_says_what_is_missing(arguments, capsys):
    assert main(["experts", *arguments]) == 1
    assert "stage experts needs stage corpora first" in capsys.readouterr().err


@pytest.mark.parametrize("jobs", ["0", "-1", "x"])
def test_jobs_is_a_number_of_processes(arguments, capsys, jobs):
    with pytest.raises(SystemExit) as ended:
        main(["corpora", *arguments, "--jobs", jobs])
    assert ended.value.code == 2 and "--jobs" in capsys.readouterr().err


def test_experts_train_in_parallel_and_are_skipped_the_second_time(arguments, capsys, tmp_path):
    for stage in ("corpora", "tokenizer", "experts"):
        assert main([stage, *arguments, "--jobs", "2"]) == 0
    meta = json.loads((tmp_path / "work" / "experts" / "code" / "meta.json").read_text())
    assert meta["training"]["branchedFrom"] == "general"
    capsys.readouterr()
    assert main(["experts", *arguments]) == 0
    assert "skipped" in capsys.readouterr().out
    assert main(["experts", *arguments, "--evaluate"]) == 0
    assert "code: gain over general" in capsys.readouterr().out


def test_changed_settings_redo_only_what_they_touch(arguments, capsys, tmp_path):
    assert main(["corpora", *arguments]) == 0
    write_config(tmp_path, ('label = "Law"', 'label = "Laws"'))
    assert main(["corpora", *arguments]) == 0
    assert "skipped" in capsys.readouterr().out
    write_config(tmp_path, ("router_share = 0.3", "router_share = 0.2"))
    assert main(["corpora", *arguments]) == 0
    assert "skipped" not in capsys.readouterr().out


@pytest.mark.skipif(torch.cuda.is_available(), reason="this machine has a GPU")
def test_a_gpu_that_is_not_there_is_told(arguments, capsys):
    assert main(["all", *arguments, "--device", "cuda"]) == 1
    error = capsys.readouterr().err
    assert error == "error: --device cuda: PyTorch finds no GPU here. Leave --device out to compute on the processor.\n"


def test_errors_are_one_line(arguments, capsys, tmp_path):
    (tmp_path / "corpora" / "law.test.jsonl").unlink()
    assert main(["corpora", *arguments]) == 1
    error = capsys.readouterr().err
    assert error.startswith("error: law.test.jsonl[.xz] is missing") and error.count("\n") == 1
