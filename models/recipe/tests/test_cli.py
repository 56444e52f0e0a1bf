"""The command line: stages need their predecessors, finished stages are skipped, errors are one line."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
import torch
from toy import write_config, write_corpora

from tryage_recipe.cli import main
from tryage_recipe.core.stamps import STAGES


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


def test_status_says_what_is_done_and_what_is_outdated(arguments, capsys, tmp_path):
    assert main(["corpora", *arguments]) == 0
    capsys.readouterr()
    assert main(["status", *arguments]) == 0
    told = dict(line.split(maxsplit=1) for line in capsys.readouterr().out.splitlines())
    assert list(told) == list(STAGES) and told["corpora"] == "done" and told["tokenizer"] == "not run yet"
    write_config(tmp_path, ("router_share = 0.3", "router_share = 0.2"))
    assert main(["status", *arguments]) == 0
    assert "outdated" in capsys.readouterr().out.splitlines()[0]


def test_folders_may_stand_in_the_configuration(tmp_path, capsys):
    file = write_config(tmp_path, add='[paths]\ncorpora = ["corpora"]\nwork = "work"\nout = "out"\n')
    write_corpora(tmp_path / "corpora")
    assert main(["run", "corpora", "--config", str(file)]) == 0
    assert (tmp_path / "work" / "corpora" / "stamp.json").exists()
    assert main(["status", "--config", str(file), "--work", str(tmp_path / "other")]) == 0
    assert "done" not in capsys.readouterr().out.splitlines()[-1]


def test_folders_that_nobody_names_are_asked_for(tmp_path, capsys):
    file = str(write_config(tmp_path))
    assert main(["corpora", "--config", file, "--corpora", str(tmp_path)]) == 1
    assert "error: --work is needed, or `work` in the table [paths]" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        main(["corpora", "--config", file, "--work", str(tmp_path), "--out", str(tmp_path)])
    assert "--corpora is needed" in capsys.readouterr().err


def test_several_folders_of_corpora_follow_one_option(arguments, tmp_path):
    (tmp_path / "more").mkdir()
    for split in ("train", "valid", "test"):
        (tmp_path / "corpora" / f"law.{split}.jsonl").rename(tmp_path / "more" / f"law.{split}.jsonl")
    at = arguments.index("--corpora") + 2
    assert main(["corpora", *arguments[:at], str(tmp_path / "more"), *arguments[at:]]) == 0


def test_the_commands_are_those_of_the_readme(capsys):
    assert main(["--help"]) == 0
    told = capsys.readouterr().out
    assert all(command in told for command in ("run", "status", "report", "restore"))


def test_commands_on_a_shipped_library_need_no_work_folder_and_no_torch(tmp_path):
    write_config(tmp_path)
    command = [sys.executable, "-m", "tryage_recipe", "restate", "--config", tmp_path / "toy.toml", "--out", tmp_path]
    told = subprocess.run([*map(str, command)], capture_output=True, text=True, cwd=Path(__file__).parent.parent)
    assert told.returncode == 1 and "library.json" in told.stderr and "Traceback" not in told.stderr
    loaded = "import sys, tryage_recipe.export.restate, tryage_recipe.export.documents; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", loaded], cwd=Path(__file__).parent.parent).returncode == 0
