"""Models of a hub are fetched at a commit, and the library refers to them; served here, since tests reach no other machine."""

import http.server
import json
import threading
from collections.abc import Iterator
from pathlib import Path

import huggingface_hub.constants
import pytest
from tiny_models import write_model

from tryage_recipe.core.stamps import file_digest
from tryage_recipe.external.library import referred_to
from tryage_recipe.external.listing import ModelEntry
from tryage_recipe.external.model_files import ModelError, find_files

COMMIT = "0123456789abcdef0123456789abcdef01234567"


class Handler(http.server.BaseHTTPRequestHandler):
    """As much of a hub as its client asks for a public model."""

    root: Path

    def _answer(self, body: bool) -> None:
        path = self.path.split("?")[0]
        if path in ("/api/models/owner/tiny", "/api/models/owner/tiny/revision/v1"):
            names = [str(file.relative_to(self.root)) for file in self.root.rglob("*") if file.is_file()]
            content = json.dumps({"id": "owner/tiny", "sha": COMMIT, "siblings": [{"rfilename": name} for name in names]}).encode()
        elif (file := self.root / path.removeprefix(f"/owner/tiny/resolve/{COMMIT}/")).is_file() and COMMIT in path:
            content = file.read_bytes()
        else:
            self.send_error(404)
            return
        self.send_response(200)
        for name, value in (("Content-Length", str(len(content))), ("ETag", f'"{hash(content) & 0xFFFF:x}"'), ("X-Repo-Commit", COMMIT)):
            self.send_header(name, value)
        self.end_headers()
        if body:
            self.wfile.write(content)

    def do_GET(self) -> None:
        self._answer(True)

    def do_HEAD(self) -> None:
        self._answer(False)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def hub(tmp_path, monkeypatch) -> Iterator[Path]:
    write_model(tmp_path / "served", "WordPiece", ["one two three"] * 3, ["one two"], "causal", 1)
    Handler.root = tmp_path / "served"
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}"
    monkeypatch.setattr(huggingface_hub.constants, "ENDPOINT", address)
    monkeypatch.setattr(huggingface_hub.constants, "HUGGINGFACE_CO_URL_TEMPLATE", address + "/{repo_id}/resolve/{revision}/{filename}")
    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_CACHE", str(tmp_path / "cache"))
    yield tmp_path / "served"
    server.shutdown()
    server.server_close()


def test_a_model_of_the_hub_is_fetched_at_its_commit_and_referred_to(hub, tmp_path):
    files = find_files(ModelEntry(model="owner/tiny@v1"), tmp_path, "causal")
    assert files.commit == COMMIT and files.onnx.read_bytes() == (hub / "onnx/model.onnx").read_bytes()
    assert (files.folder / "tokenizer_config.json").exists()
    told = {"id": "owner/tiny", "revision": COMMIT, "file": "onnx/model.onnx", "sha256": file_digest(hub / "onnx/model.onnx")}
    assert referred_to(files) == {"source": told}


def test_what_the_hub_does_not_have_is_said(hub, tmp_path):
    with pytest.raises(ModelError, match="onnx/model_q4.onnx is missing"):
        find_files(ModelEntry(model="owner/tiny", file="onnx/model_q4.onnx"), tmp_path, "causal")
    with pytest.raises(ModelError, match="the Hub did not give it"):
        find_files(ModelEntry(model="owner/none"), tmp_path, "causal")
