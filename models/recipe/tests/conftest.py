"""Settings of all tests."""

from pathlib import Path

import pytest
import torch
from toy_library import make_library

# The models of the tests are far too small to share among threads, which on a busy machine only wait for each other.
torch.set_num_threads(1)


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The made-up library as its stages export it; its configuration and corpora lie beside it. Not to be changed."""
    return make_library(tmp_path_factory.mktemp("pipeline"))
