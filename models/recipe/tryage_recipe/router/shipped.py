"""The router as it ships: in the smallest form that leaves nearly every decision as it was."""

from __future__ import annotations

import json
from pathlib import Path

import torch
from safetensors.torch import load_file

from tryage_recipe.core.config import Config
from tryage_recipe.core.files import kept_figures
from tryage_recipe.core.forms import FORMS, Form, try_forms
from tryage_recipe.core.library_files import MANIFEST
from tryage_recipe.core.paths import Paths
from tryage_recipe.core.stamps import StageError, digest, file_digest
from tryage_recipe.data.prompt_sets import load_set, reported_sets
from tryage_recipe.data.tokenizer import load_tokenizer
from tryage_recipe.measure.predict import predict
from tryage_recipe.models.compress import rounded_state
from tryage_recipe.models.router_model import PerceptiveRouter
from tryage_recipe.models.shipped_weights import read_router
from tryage_recipe.router.training import RouterSettings
from tryage_recipe.train.starting import expert_shape

#: Share of the benchmark's prompts, of every kind, that go to the same expert.
LEAST_AGREEMENT = 0.99


def router_file(paths: Paths) -> Path:
    return paths.stage("router") / "router.safetensors"


def new_router(config: Config) -> PerceptiveRouter:
    """A router of the configured shape over all experts, with random weights."""
    start = config.expert(config.section("router", RouterSettings).start_from)
    return PerceptiveRouter(expert_shape(config, start, config.tokenizer.vocabulary), len(config.experts))


def continued_router(config: Config, paths: Paths) -> PerceptiveRouter:
    """The router of the library that is continued, its outputs in the order of this one's experts: each of these is predicted
    as the one that it continues was. Raises StageError when there is no such library, or it has no such expert."""
    if paths.library is None:
        raise StageError("the router is to be continued: name its library as `library` in the table [paths]")
    told = json.loads((paths.library / MANIFEST).read_text(encoding="utf-8"))["router"]
    before = told["experts"]
    # A library that this configuration made before has the experts under their own ids.
    names = [(expert.continues or expert.id, expert.id) for expert in config.experts]
    now = [own if earlier not in before and own in before else earlier for earlier, own in names]
    if missing := sorted(set(now) - set(before)):
        raise StageError(f"the router of {paths.library} does not know the expert {missing[0]}")
    router = new_router(config)
    earlier = PerceptiveRouter(router.roformer.shape, len(before))
    read_router(paths.library / told["model"], earlier)
    order = [before.index(expert_id) for expert_id in now]
    state = earlier.state_dict()
    by_expert = ("head.weight", "head.bias", "loss_mean", "loss_scale")
    router.load_state_dict({name: value[order] if name in by_expert else value for name, value in state.items()})
    return router


def rounded_router(config: Config, paths: Paths, form: Form | None) -> PerceptiveRouter:
    """The trained router with its weights rounded to a form (None: as trained), in evaluation mode."""
    router, state = new_router(config), load_file(router_file(paths))
    router.load_state_dict(state if form is None else rounded_state(state, form))
    return router.eval()


def router_agreements(config: Config, paths: Paths) -> dict[Form, float]:
    """Share of the benchmark's prompts that the router sends to the same expert in a form and as trained.

    Forms are tried from the smallest file on, up to the first that reaches `LEAST_AGREEMENT`, or the largest; the last of the
    result ships. Kept in the work folder.
    """
    sets = [load_set(paths, name) for name in reported_sets(config)]
    measured_on = [file_digest(router_file(paths)), *(prompts.fingerprint() for prompts in sets)]
    key = digest([measured_on, LEAST_AGREEMENT, FORMS])

    tokenizer = load_tokenizer(paths.tokenizer)

    def compute() -> dict[Form, float]:
        def decisions(form: Form | None) -> torch.Tensor:
            router = rounded_router(config, paths, form)
            return torch.cat([torch.from_numpy(predict(router, prompts, tokenizer)[0]).argmin(dim=1) for prompts in sets])

        trained = decisions(None)
        return try_forms(
            lambda form: float((decisions(form) == trained).double().mean()),
            lambda agreement: agreement >= LEAST_AGREEMENT,
        )

    return kept_figures(paths.stage("router") / "form.json", key, compute)


def router_form(config: Config, paths: Paths) -> Form:
    """The form that ships."""
    return list(router_agreements(config, paths))[-1]


def shipped_agreement(config: Config, paths: Paths) -> float:
    """Share of decisions that the form that ships leaves as they were, see `router_agreements`."""
    return router_agreements(config, paths)[router_form(config, paths)]


def shipped_router(config: Config, paths: Paths) -> PerceptiveRouter:
    """The trained router with its weights rounded to the form that ships, in evaluation mode."""
    return rounded_router(config, paths, router_form(config, paths))
