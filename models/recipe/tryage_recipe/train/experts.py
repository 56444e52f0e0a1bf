"""Stage `experts`: trains all experts in parallel single-thread processes, each after the one it starts from.

Two processes of one thread each do more work than one process of two threads: the matrices are
too small to share.
"""

from __future__ import annotations

import json
from concurrent.futures import FIRST_COMPLETED, Future, wait

from tryage_recipe.core.config import Config, Expert
from tryage_recipe.core.machine import Machine
from tryage_recipe.core.paths import Paths
from tryage_recipe.core.stamps import expert_key, stage_key
from tryage_recipe.core.workers import worker_count, worker_pool
from tryage_recipe.train.expert import take_expert, train_expert


def is_trained(paths: Paths, expert_id: str, key: str) -> bool:
    """Whether the finished weights of exactly this training are there."""
    meta = paths.expert(expert_id) / "meta.json"
    weights = paths.expert(expert_id) / "model.safetensors"
    return weights.exists() and meta.exists() and json.loads(meta.read_text())["key"] == key


def training_order(config: Config) -> list[Expert]:
    """Bases first, since others wait for them, the control library last; within that by estimated work, longest first,
    so that no long training is left alone at the end. Work is tokens × the work of one."""
    bases = {expert.branch_from for expert in config.trained}

    def work(expert: Expert) -> int:
        return config.tokens[expert.id] * config.sizes[expert.size].work

    return sorted(config.trained, key=lambda expert: (expert.id not in bases, expert in config.control, -work(expert)))


def run(config: Config, paths: Paths, machine: Machine = Machine()) -> None:
    """Trains what is missing in worker processes, all of them on the machine's device.

    An error in one training stops the stage once the others in progress have ended; what they
    saved is kept.
    """
    tokens_key = stage_key(config, paths, "tokenizer")
    keys = {expert.id: expert_key(config, expert.id, tokens_key) for expert in config.trained}
    done = {expert_id for expert_id, key in keys.items() if is_trained(paths, expert_id, key)}
    for expert_id in sorted(done):
        print(f"experts: {expert_id} is trained")
    for expert in config.trained:
        if expert.id not in done and config.is_taken(expert):
            take_expert(config, paths, expert.id, keys[expert.id])
            done.add(expert.id)
            print(f"experts: {expert.id} is taken over from {paths.library}")
    waiting = [expert for expert in training_order(config) if expert.id not in done]
    running: dict[Future[object], str] = {}
    workers = worker_count(machine.jobs)
    with worker_pool(machine.jobs) as executor:
        while waiting or running:
            ready = [expert for expert in waiting if expert.branch_from is None or expert.branch_from in done]
            for expert in ready[: workers - len(running)]:
                waiting.remove(expert)
                key = keys[expert.id]
                running[executor.submit(train_expert, config, paths, expert.id, key, None, machine.device)] = expert.id
            finished, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in finished:
                expert_id = running.pop(future)
                future.result()
                done.add(expert_id)
                print(f"experts: {expert_id} finished; {len(waiting) + len(running)} to go", flush=True)
