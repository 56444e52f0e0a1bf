"""Worker processes of the stages that do many independent things at once."""

from __future__ import annotations

import multiprocessing
import os
from concurrent.futures import ProcessPoolExecutor

import torch


def _start_worker() -> None:
    torch.set_num_threads(1)


def worker_count(jobs: int | None) -> int:
    """`jobs` as the user gave it; one per core where it is None."""
    return jobs or os.cpu_count() or 1


def worker_pool(jobs: int | None) -> ProcessPoolExecutor:
    """A pool of `jobs` processes of one thread each (default: one per core).

    On a GPU every process opens a context of its own, so `jobs` also limits how much of its memory they take.
    """
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(worker_count(jobs), mp_context=context, initializer=_start_worker)
