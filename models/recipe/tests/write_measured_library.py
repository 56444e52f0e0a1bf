"""Writes the library that the app's tests open: three tiny causal models of different tokenizer kinds, measured by `tryage measure`.

    .venv/bin/python tests/write_measured_library.py [../../e2e/fixtures/measured]
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from pathlib import Path

RECIPE = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(RECIPE))

from three_models import NAMES, measure, write_three  # noqa: E402

from tryage_recipe.core.files import write_text  # noqa: E402
from tryage_recipe.external.listing import ModelEntry, read_listing  # noqa: E402
from tryage_recipe.external.model_files import find_files  # noqa: E402
from tryage_recipe.external.reader import Reader  # noqa: E402
from tryage_recipe.external.texts import plan, read_texts  # noqa: E402

OUT = RECIPE / "../../e2e/fixtures/measured"

if __name__ == "__main__":
    out = Path(sys.argv[1]) if len(sys.argv) > 1 else OUT
    with tempfile.TemporaryDirectory() as folder:
        made = write_three(Path(folder), "causal")
        if measure(made, "library") != 0:
            raise SystemExit(1)
        shutil.rmtree(out, ignore_errors=True)
        shutil.copytree(made / "library", out)
        # The texts as all models read them, which the library does not hold.
        readers = {name: Reader(find_files(ModelEntry(model=name), made, "causal"), "causal") for name in NAMES}
        tasks, _ = plan(read_texts(made / "texts"), readers, "causal", read_listing(made / "models.toml").characters)
        write_text(out / "texts.json", json.dumps({task.id: task.text for task in tasks}, indent=0))
