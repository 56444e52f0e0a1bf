"""Measuring on a Ray cluster: the same figures to the last digit, also where a worker is killed at its work."""

import os
import signal
import threading
import time
from pathlib import Path

import pytest
from tiny_models import write_model

from tryage_recipe.external.cells import Results, cells_of
from tryage_recipe.external.listing import ModelEntry
from tryage_recipe.external.model_files import find_files
from tryage_recipe.external.reader import Reader
from tryage_recipe.external.running import measure_all
from tryage_recipe.external.texts import Text, plan

pytest.importorskip("ray", reason="Ray is not installed; it is optional")
WORDS = ["one", "two", "three", "four", "five", "six", "seven"]


class Killer(threading.Thread):
    """Kills the first process that is at work on a task of this cluster, a moment after it began."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.killed: int | None = None

    def run(self) -> None:
        end = time.monotonic() + 60
        while time.monotonic() < end and self.killed is None:
            for process in Path("/proc").glob("[0-9]*"):
                try:
                    if (process / "cmdline").read_bytes().startswith(b"ray::_measure") and _below(int(process.name), os.getpid()):
                        time.sleep(0.3)
                        os.kill(int(process.name), signal.SIGKILL)
                        self.killed = int(process.name)
                        return
                except OSError:
                    continue
            time.sleep(0.02)


def _below(process: int, ancestor: int) -> bool:
    """Whether a process descends from another: no other cluster of this machine is touched."""
    while process > 1:
        if process == ancestor:
            return True
        process = int(Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[1])
    return False


def stored(work: Path) -> dict[str, bytes]:
    return {str(path.relative_to(work)): path.read_bytes() for path in sorted(work.rglob("*.json"))}


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="finds the worker by /proc")
def test_the_same_figures_to_the_last_digit_where_a_worker_is_killed(tmp_path):
    texts = [" ".join(WORDS[(n + k) % 7] for k in range(9)) for n in range(40)]
    for number, (name, kind) in enumerate((("bpe", "byte-level BPE"), ("pieces", "WordPiece"))):
        write_model(tmp_path / name, kind, texts, texts[:20], "causal", number, slow=900)
    models = {name: find_files(ModelEntry(model=name), tmp_path, "causal") for name in ("bpe", "pieces")}
    readers = {name: Reader(files, "causal") for name, files in models.items()}
    tasks, left_out = plan([Text(f"t{n}", "d", f"d{n}", "s", text) for n, text in enumerate(texts)], readers, "causal", 200)
    cells = [cell for files in models.values() for cell in cells_of(files, tasks)]
    assert not left_out and len(cells) == 6

    assert measure_all(models, cells, Results(tmp_path / "here"), 1, None) == {}
    killer = Killer()
    killer.start()
    assert measure_all(models, cells, Results(tmp_path / "cluster"), None, "local") == {}
    killer.join()
    assert killer.killed is not None
    assert stored(tmp_path / "cluster") == stored(tmp_path / "here") and len(stored(tmp_path / "here")) == 6
