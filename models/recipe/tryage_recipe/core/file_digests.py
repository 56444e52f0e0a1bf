"""SHA-256 of large files, remembered so that a file that has not been touched is read once."""

from __future__ import annotations

import hashlib
import json
import time
from pathlib import Path

from tryage_recipe.core.files import write_text

#: A file changed so recently may change again within the same tick of the file system's clock: it is not remembered.
SETTLED_SECONDS = 2.0


class FileDigests:
    """Digests by absolute path, each valid while the file keeps its size and its time of change.

    Times are only ever used to spare reading: a digest depends on the content alone.
    """

    def __init__(self, cache: Path) -> None:
        """`cache` is a JSON file; one that is missing or damaged is made anew by `save`."""
        self._cache = cache
        self._known: dict[str, list] = {}
        self._changed = False
        try:
            stored = json.loads(cache.read_text(encoding="utf-8"))
            self._known = stored if isinstance(stored, dict) else {}
        except (OSError, ValueError):
            pass

    def of(self, path: Path) -> str:
        """Hash of a file's content. Raises OSError."""
        name, before = str(path.resolve()), path.stat()
        state = [before.st_size, before.st_mtime_ns]
        known = self._known.get(name)
        if isinstance(known, list) and known[:2] == state and len(known) == 3:
            return known[2]
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        after = path.stat()
        settled = time.time() - after.st_mtime > SETTLED_SECONDS
        if settled and [after.st_size, after.st_mtime_ns] == state:
            self._known[name], self._changed = [*state, digest], True
        return digest

    def save(self) -> None:
        """Writes what has been added since the cache was read."""
        if self._changed:
            write_text(self._cache, json.dumps(self._known, indent=1))
            self._changed = False
