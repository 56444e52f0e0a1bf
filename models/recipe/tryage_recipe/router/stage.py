"""Stage `router`: trains the perceptive router on the Q table of the router-training prompts.

It starts from a trained expert's encoder, which may first learn the parts of the experts' texts. The running mean of its
weights is judged by its routed loss on the validation prompts (the loss of the experts that the router picks), since that is
what a router is for: of those that the prompts do not tell from the best, the latest are kept. Writes `router.safetensors` and
`meta.json` with the validation curve.
"""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file, save

from tryage_recipe.core.config import Config
from tryage_recipe.core.files import write_bytes, write_text
from tryage_recipe.core.machine import Machine
from tryage_recipe.core.paths import Paths, RouterApart
from tryage_recipe.core.stamps import is_done, mark_done, stage_key
from tryage_recipe.data.prompt_sets import ROUTER_TRAIN, ROUTER_VALID, load_set
from tryage_recipe.data.tokenizer import load_tokenizer
from tryage_recipe.measure.predict import predict
from tryage_recipe.measure.qtable import load_qtable
from tryage_recipe.router.pretraining import (
    part_means,
    pretrain,
    pretraining_key,
    pretraining_prompts,
    pretraining_settings,
)
from tryage_recipe.router.recentring import recentre
from tryage_recipe.router.refit import of_other_task, refit_head
from tryage_recipe.router.shipped import continued_router, new_router, router_file
from tryage_recipe.router.training import RouterSettings, RouterTrainer
from tryage_recipe.statistics.metrics import correct, routed_loss
from tryage_recipe.train.expert import hardware_name
from tryage_recipe.train.starting import load_expert
from tryage_recipe.train.training_run import train_to_end


def run(config: Config, paths: Paths, machine: Machine = Machine(), keep_last: bool = False) -> None:
    """Trains the router on the machine's device, or continues an interrupted training; of several runs the mean of their weights
    is kept, which chooses better than one of them. `keep_last` keeps the last weights of one run, whatever validation says:
    what a setting does must not be hidden by weights from before it."""
    torch.manual_seed(config.seed)
    settings = config.section("router", RouterSettings)
    if settings.runs > 1:
        _average(config, paths, machine, settings)
        return
    folder = paths.stage("router")
    folder.mkdir(parents=True, exist_ok=True)
    prompts = load_set(paths, ROUTER_TRAIN)
    losses = load_qtable(config, paths, ROUTER_TRAIN).loss
    if 0 < settings.prompts < len(prompts):
        some = np.sort(np.random.default_rng(config.seed).permutation(len(prompts))[: settings.prompts])
        prompts, losses = prompts.rows(some), losses[some]
    if settings.continues:
        router = continued_router(config, paths)
        if of_other_task(config, paths):
            refit_head(router, prompts, losses, load_tokenizer(paths.tokenizer))
        else:
            router.rescale(torch.from_numpy(losses))
    else:
        router = new_router(config)
        start = paths.expert(settings.start_from) / "model.safetensors"
        router.roformer.load_state_dict(load_expert(router.roformer.shape, start).roformer.state_dict())
        router.standardise(torch.from_numpy(losses))
    router.to(machine.device)
    tokenizer, key = load_tokenizer(paths.tokenizer), stage_key(config, paths, "router")
    checkpoint = folder / "checkpoint.pt"
    pretrained = {}
    if settings.pretraining_prompts > 0:
        read = pretraining_prompts(config, paths, settings.pretraining_prompts)
        means = part_means(losses, prompts.parts, read.parts)
        earlier = RouterTrainer(router, read, means, tokenizer, pretraining_settings(settings), config.seed)
        pretrain(earlier, folder / "pretraining.pt", pretraining_key(config, paths, settings))
        pretrained = {
            "pretrainingPrompts": len(read),
            "pretrainingTokens": earlier.progress.tokens,
            "pretrainingSeconds": round(earlier.progress.seconds, 1),
        }
    trainer = RouterTrainer(router, prompts, losses, tokenizer, settings, config.seed + settings.seed)
    trainer.restore(checkpoint, key)
    _train(trainer, config, paths, checkpoint, key, keep_last)
    moved = recentre(config, paths) if settings.recentre else None
    meta = {
        "parameters": sum(parameter.numel() for parameter in router.parameters()),
        "training": {
            "prompts": len(prompts),
            **pretrained,
            **({"spaceWeight": settings.space_weight} if settings.space_weight else {}),
            "tokens": trainer.progress.tokens,
            "steps": trainer.progress.step,
            "seconds": round(trainer.progress.seconds, 1),
            "hardware": hardware_name(trainer.device, torch.get_num_threads()),
            "startedFrom": settings.start_from,
            **({"continues": "router"} if settings.continues else {}),
        },
        **({"predictionsMovedBy": moved} if moved is not None else {}),
        "keptStep": trainer.progress.kept,
        "validation": trainer.progress.curve,
    }
    write_text(folder / "meta.json", json.dumps(meta, indent=1))
    checkpoint.unlink(missing_ok=True)


def _average(config: Config, paths: Paths, machine: Machine, settings: RouterSettings) -> None:
    """Trains a router of every seed, each in a folder of its own and all from the same start, and keeps the mean of their weights."""
    states, metas = [], []
    for number in range(settings.runs):
        changed = {"seed": settings.seed + number, "runs": 1, "recentre": False}
        one = replace(config, tables={**config.tables, "router": {**config.tables["router"], **changed}})
        apart = RouterApart(**vars(paths), router=paths.stage("router") / "runs" / f"{number}")
        if not is_done(one, apart, "router"):
            run(one, apart, machine)
            mark_done(one, apart, "router")
        states.append(load_file(router_file(apart)))
        metas.append(json.loads((apart.router / "meta.json").read_text(encoding="utf-8")))
    mean = {name: torch.stack([state[name] for state in states]).mean(dim=0) for name in states[0]}
    write_bytes(router_file(paths), save(mean))
    moved = recentre(config, paths) if settings.recentre else None
    trained = [meta["training"] for meta in metas]
    summed = {name: sum(training[name] for training in trained) for name in ("tokens", "steps", "seconds")}
    meta = metas[0] | {"training": trained[0] | summed | {"averagedRuns": settings.runs}}
    meta |= {"predictionsMovedBy": moved} if moved is not None else {}
    write_text(paths.stage("router") / "meta.json", json.dumps(meta, indent=1))


def as_good(losses: np.ndarray, best: np.ndarray) -> bool:
    """Whether routed losses [n] are not worse than the best so far of the same prompts by more than the standard error of
    the difference: fewer prompts validate than would tell small differences apart, and later weights have learnt more."""
    difference = losses - best
    return bool(difference.mean() <= difference.std() / np.sqrt(len(difference)))


def _train(trainer: RouterTrainer, config: Config, paths: Paths, checkpoint: Path, key: str, keep_last: bool) -> None:
    """Steps to the end of the last epoch, keeping the latest weights that are `as_good`, those before the first step
    included, or the last ones."""
    valid, true = load_set(paths, ROUTER_VALID), load_qtable(config, paths, ROUTER_VALID).loss
    tokenizer = load_tokenizer(paths.tokenizer)
    interval = max(1, trainer.steps_per_epoch // trainer.settings.validations)
    progress = trainer.progress
    recent: list[float] = []
    best_file = paths.stage("router") / "best-validation.npy"

    def validate() -> None:
        choice = predict(trainer.averaged, valid, tokenizer)[0].argmin(axis=1)
        losses = routed_loss(true, choice)
        point = {
            "step": progress.step,
            "trainingLoss": round(float(np.mean(recent)), 4) if recent else None,
            "routedLoss": round(float(losses.mean()), 5),
            "routingAccuracy": round(float(correct(true, choice).mean()), 4),
        }
        best = np.load(best_file) if progress.curve else losses
        if keep_last or as_good(losses, best):
            write_bytes(router_file(paths), save(trainer.averaged.state_dict()))
            progress.kept = progress.step
        if not progress.curve or losses.mean() < best.mean():
            content = io.BytesIO()
            np.save(content, losses)
            write_bytes(best_file, content.getvalue())
        progress.curve.append(point)
        print(
            f"router: {progress.step}/{trainer.steps}, validation routed loss {point['routedLoss']:.4f}, "
            f"accuracy {point['routingAccuracy']:.3f}, {trainer.seconds_left:.0f} s left",
            flush=True,
        )
        recent.clear()

    def after_step(loss: float, last: bool) -> bool:
        recent.append(loss)
        due = last or progress.step % interval == 0
        if due:
            validate()
        return due

    if not progress.curve:
        validate()
        trainer.save(checkpoint, key)
    train_to_end(trainer, checkpoint, key, after_step)
