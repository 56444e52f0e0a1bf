"""Corpora: errors name file, line and reason; pools share no document."""

import json
import lzma
from pathlib import Path

import pytest
from toy import passage, write_config, write_corpora, write_rows

from tryage_recipe.core.config_file import load_config
from tryage_recipe.core.paths import POOLS, Paths
from tryage_recipe.data import corpora
from tryage_recipe.data.corpora import CorpusError


def run_corpora(root: Path) -> Paths:
    config = load_config(write_config(root))
    paths = Paths((root / "corpora",), root / "work", root / "out")
    corpora.run(config, paths)
    return paths


def read_pool(paths: Paths, pool: str) -> list[dict[str, str]]:
    return [json.loads(line) for line in paths.passages(pool).read_text().splitlines()]


def test_pools_are_disjoint_and_complete(tmp_path):
    write_corpora(tmp_path / "corpora")
    paths = run_corpora(tmp_path)
    pools = {pool: read_pool(paths, pool) for pool in POOLS}
    documents = [row["doc"] for rows in pools.values() for row in rows]
    assert len(documents) == len(set(documents)) == 2 * (60 + 12 + 12)
    assert {row["source"] for row in pools["heldout"]} == {"elsewhere:x"}
    assert not any(row["source"].startswith("elsewhere") for pool in POOLS[:-1] for row in pools[pool])
    assert all("-test-" in row["doc"] for row in pools["test"])
    assert all("-train-" in row["doc"] for row in pools["experts"] + pools["router"])
    assert 0.15 < len(pools["router"]) / (len(pools["router"]) + len(pools["experts"])) < 0.45
    assert {row["part"] for row in pools["experts"]} == {"code/a", "code/b", "law"}


def test_missing_file_is_named_before_any_reading(tmp_path):
    folder = write_corpora(tmp_path / "corpora")
    (folder / "law.valid.jsonl").unlink()
    with pytest.raises(CorpusError, match=r"law\.valid\.jsonl\[\.xz\] is missing; looked in"):
        run_corpora(tmp_path)
    assert not (tmp_path / "work").exists()


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{broken", "line 2: Expecting property name"),
        ("[1]", "line 2: not a JSON object"),
        (json.dumps({"id": "1", "doc": "d", "source": "court:x"}), "line 2: field 'text' is missing"),
        (json.dumps({"id": "1", "doc": 5, "source": "court:x", "text": "t"}), "line 2: field 'doc' is missing"),
    ],
)
def test_malformed_line_is_named(tmp_path, line, reason):
    path = write_corpora(tmp_path / "corpora") / "law.train.jsonl"
    lines = path.read_text().splitlines()
    path.write_text("\n".join([lines[0], line, *lines[1:]]) + "\n")
    with pytest.raises(CorpusError, match=rf"law\.train\.jsonl, {reason}"):
        run_corpora(tmp_path)


def test_source_without_part_is_named(tmp_path):
    folder = write_corpora(tmp_path / "corpora")
    write_rows(folder / "code.valid.jsonl", [passage("1", "c:x", "text")])
    with pytest.raises(CorpusError, match=r"code\.valid\.jsonl, line 1: source 'c:x' matches no part of domain 'code'"):
        run_corpora(tmp_path)


def test_document_in_two_splits_is_refused(tmp_path):
    folder = write_corpora(tmp_path / "corpora")
    write_rows(folder / "law.test.jsonl", [passage("law-valid-3", "court:x", "text")])
    with pytest.raises(CorpusError, match="document 'law-valid-3' of law is in two pools: valid and test"):
        run_corpora(tmp_path)


def test_compressed_files_are_read_and_damage_is_named(tmp_path):
    plain = write_corpora(tmp_path / "corpora") / "law.test.jsonl"
    packed = plain.with_suffix(".jsonl.xz")
    packed.write_bytes(lzma.compress(plain.read_bytes()))
    with pytest.raises(CorpusError, match="exists more than once"):
        run_corpora(tmp_path)
    plain.unlink()
    assert len(read_pool(run_corpora(tmp_path), "test")) > 12
    packed.write_bytes(packed.read_bytes()[:-40])
    with pytest.raises(CorpusError, match=r"law\.test\.jsonl\.xz, after line"):
        run_corpora(tmp_path)


def test_folders_of_one_domain_are_read_together(tmp_path):
    write_corpora(tmp_path / "corpora")
    more = tmp_path / "more"
    more.mkdir()
    for split in ("train", "valid", "test"):
        write_rows(more / f"law.{split}.jsonl", [passage(f"more-{split}", "court:y", "other words")])
    config = load_config(write_config(tmp_path))
    paths = Paths((tmp_path / "corpora", more), tmp_path / "work", tmp_path / "out")
    corpora.run(config, paths)
    assert [row["id"] for row in read_pool(paths, "test")][-1] == "more-test"
    write_rows(more / "law.test.jsonl", [passage("law-test-3", "court:y", "other words")])
    with pytest.raises(CorpusError, match=r"passage 'law-test-3' is there twice: in .*corpora/law.* and in .*more/law"):
        corpora.run(config, paths)
    row = passage("new", "court:y", "other words") | {"doc": "law-valid-3"}
    write_rows(more / "law.test.jsonl", [row])
    with pytest.raises(CorpusError, match="document 'law-valid-3' of law is in two pools: valid and test"):
        corpora.run(config, paths)


def test_a_folder_named_twice_is_read_once(tmp_path):
    folder = write_corpora(tmp_path / "corpora")
    assert corpora.find_files((folder, folder), "law", "test") == [folder / "law.test.jsonl"]


def test_a_document_of_a_held_out_source_is_held_out_of_every_other_source(tmp_path):
    write_corpora(tmp_path / "corpora")
    more = tmp_path / "more"
    more.mkdir()
    for split in ("train", "valid", "test"):
        rows = [passage(f"{split}-first", "a:y", "words"), passage(f"{split}-second", "elsewhere:y", "other words")]
        write_rows(more / f"code.{split}.jsonl", [row | {"doc": f"shared-{split}"} for row in rows])
    paths = Paths((tmp_path / "corpora", more), tmp_path / "work", tmp_path / "out")
    corpora.run(load_config(write_config(tmp_path)), paths)
    held = {row["id"] for row in read_pool(paths, "heldout") if row["doc"].startswith("shared")}
    assert held == {f"{split}-{which}" for split in ("train", "valid", "test") for which in ("first", "second")}
