"""Digests of large files depend on their content alone; what is remembered only spares reading."""

import json
import os
import time
from pathlib import Path

import pytest
from toy import write_config, write_corpora

from tryage_recipe.core.config_file import load_config
from tryage_recipe.core.file_digests import FileDigests
from tryage_recipe.core.paths import Paths
from tryage_recipe.core.stamps import file_digest, stage_key


def touch(path: Path, seconds_ago: float) -> None:
    changed = time.time() - seconds_ago
    os.utime(path, (changed, changed))


def test_an_untouched_file_is_read_once_and_a_touched_one_again(tmp_path, monkeypatch):
    file, cache = tmp_path / "law.train.jsonl", tmp_path / "work" / "digests.json"
    file.write_text("one")
    touch(file, 60)
    digests = FileDigests(cache)
    assert digests.of(file) == file_digest(file)
    digests.save()
    again, digest = FileDigests(cache), file_digest(file)
    with monkeypatch.context() as patch:
        patch.setattr(Path, "open", lambda *_, **__: pytest.fail("the file is read again"))
        assert again.of(file) == digest
    file.write_text("two")
    touch(file, 30)
    assert FileDigests(cache).of(file) == file_digest(file)


def test_a_file_that_has_just_changed_is_not_remembered(tmp_path):
    file, cache = tmp_path / "law.train.jsonl", tmp_path / "digests.json"
    file.write_text("one")
    digests = FileDigests(cache)
    digests.of(file)
    digests.save()
    assert not cache.exists()


@pytest.mark.parametrize("damaged", ["", "[1]", "{"])
def test_a_damaged_cache_is_made_anew(tmp_path, damaged):
    file, cache = tmp_path / "law.train.jsonl", tmp_path / "digests.json"
    file.write_text("one")
    touch(file, 60)
    cache.write_text(damaged)
    digests = FileDigests(cache)
    assert digests.of(file) == file_digest(file)
    digests.save()
    assert list(json.loads(cache.read_text())) == [str(file.resolve())]


def test_a_corpus_file_edited_without_a_change_of_length_outdates_the_stage(tmp_path):
    config = load_config(write_config(tmp_path))
    paths = Paths((write_corpora(tmp_path / "corpora"),), tmp_path / "work", tmp_path / "out")
    before = stage_key(config, paths, "corpora")
    assert stage_key(config, paths, "corpora") == before
    file = tmp_path / "corpora" / "law.train.jsonl"
    text = file.read_text()
    file.write_text(text.replace("law-train-0", "law-train-X", 1))
    assert file.stat().st_size == len(text.encode())
    assert stage_key(config, paths, "corpora") != before
    file.write_text(text)
    assert stage_key(config, paths, "corpora") == before
