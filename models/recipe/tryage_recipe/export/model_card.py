"""Model cards: what a model is and what was really done to make it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tryage_recipe.core.config import Task
from tryage_recipe.core.forms import Form
from tryage_recipe.core.library_files import MODEL_FILES, TOKENIZER


def _front_matter(tags: list[str]) -> str:
    lines = ["language: en", "license: other", "license_name: see-sources", "tags:"]
    return "\n".join(["---", *lines, *(f"- {tag}" for tag in tags), "---"])


def _facts(rows: dict[str, str]) -> str:
    return "\n".join(["| | |", "| --- | --- |", *(f"| {name} | {value} |" for name, value in rows.items())])


def _effort(training: dict[str, Any]) -> dict[str, str]:
    """The facts that every training has."""
    return {
        "tokens": f"{training['tokens']:,}",
        "steps": f"{training['steps']:,}",
        "seconds": f"{training['seconds']:,.0f}",
        "hardware": training["hardware"],
    }


STORED: dict[Form, str] = {
    "int4": "every matrix as int4 with one fp16 scale for 32 neighbours in a row (the values and the output of attention as int8)",
    "int8": "every matrix as int8 with one fp32 scale a row",
    "mixed": "the queries, keys and values of attention (and a router's head) as fp16, every other matrix as int8 with one fp32 scale a row,",
    "float16": "every matrix as fp16",
}


@dataclass(frozen=True)
class TaskWords:
    """What a card says of a library's task."""

    tag: str  # the Hub's
    kind: str
    does: str
    output: str  # added to what is said of the output


TOLD: dict[Task, TaskWords] = {
    "masked": TaskWords("fill-mask", "masked", "fills blanks", ""),
    "causal": TaskWords(
        "text-generation",
        "causal",
        "continues a text",
        ", those of the token after each position, for `[CLS]` and a text without `[SEP]`; there is no cache of past keys",
    ),
}


def started_from(training: dict[str, Any]) -> str:
    """The expert of this library that a training branched from, the one of a shipped library that it continued, or none."""
    continued = training.get("continues")
    if continued and training["branchedFrom"]:
        return f"`{training['branchedFrom']}`, moved by half of what sets the masked `{continued}` apart from the masked one of that name"
    if continued:
        return f"`{continued}` as it shipped before, trained further"
    return training["branchedFrom"] or "random weights"


def expert_card(
    entry: dict[str, Any],
    form: Form,
    trained: Form | None,
    own_loss: float | None,
    own_prompts: int,
    parity: float,
    sources: Sequence[str] = (),
    task: Task = "masked",
) -> str:
    """The card of an expert from its manifest entry. `trained` is the form that its training rounded the weights to.

    `own_loss` is its mean loss on the `own_prompts` benchmark prompts of its own parts, None when
    there are none; `parity` the greatest difference between the ONNX file and PyTorch; `sources` what it read, where known.
    """
    told = TOLD[task]
    shape = f"{entry['layers']} layers of {entry['hidden']}, {entry['parameters']:,} parameters"
    facts = _facts(
        {
            "parts": ", ".join(entry["parts"]),
            "architecture": f"RoFormer, {shape}",
            "started from": started_from(entry["training"]),
            **_effort(entry["training"]),
            **({"rounded in every step": f"to {trained}"} if trained else {}),
            "newest text": f"{entry['newestText'] or 'unknown'} ({entry['newestTextEvidence']})",
            **({"sources": ", ".join(sources)} if sources else {}),
            "licences of the sources, as they state them": entry["license"],
        }
    )
    measured = "The benchmark has no prompts of its own parts."
    if own_loss is not None:
        measured = f"Mean loss on the {own_prompts} benchmark prompts of its own parts: {own_loss:.3f} nats per token."
    return f"""{_front_matter([told.tag, "roformer", "onnx"])}

# {entry["label"]}

{entry["description"]} A {told.kind} language model trained as one expert of a library for prompt routing.

{facts}

{measured}

`{MODEL_FILES[form]}` holds {STORED[form]} and computes in fp32. Inputs: `input_ids`
and `attention_mask`, int64 [batch, sequence], at most 128 tokens with `[CLS]` and `[SEP]`; output: `logits`, fp32
[batch, sequence, vocabulary]{told.output}. It differs from PyTorch with the same weights by at most {parity:.1e}. The tokenizer is
shared by all models: `{TOKENIZER}` of the library.

Limits: a very small model of English text or code. It {told.does}; it knows no facts to rely on, and was not checked
for harmful content.
"""


def _pretraining(training: dict[str, Any]) -> dict[str, str]:
    """What the router read before its own prompts, if anything."""
    if "pretrainingPrompts" not in training:
        return {}
    windows, tokens = training["pretrainingPrompts"], training["pretrainingTokens"]
    read = f"{windows:,} windows ({tokens:,} tokens) of the experts' texts, with the mean losses of their part on the router's own"
    return {"read before": f"{read}, in {training['pretrainingSeconds']:,.0f} seconds"}


def _told(training: dict[str, Any]) -> dict[str, str]:
    """What the router was told beside losses, if anything."""
    weight = training.get("spaceWeight")
    return {"told beside losses": f"the domains of its prompts, for the map (weight {weight})"} if weight else {}


def router_card(
    entry: dict[str, Any], form: Form, meta: dict[str, Any], experts: int, parity: float, task: Task = "masked"
) -> str:
    """The card of the router from its manifest entry and its training's meta data."""
    training = meta["training"]
    facts = _facts(
        {
            "architecture": f"RoFormer encoder and linear head, {entry['parameters']:,} parameters",
            "started from": "the router of the library before" if "continues" in training else f"the encoder of `{training['startedFrom']}`",
            "prompts": f"{training['prompts']:,}",
            **_pretraining(training),
            **_told(training),
            **_effort(training),
            **({"weights": f"the mean of {training['averagedRuns']} trainings"} if "averagedRuns" in training else {}),
            "weights kept": f"of step {meta['keptStep']:,}, the latest of those that validation prompts do not tell from the best",
        }
    )
    return f"""{_front_matter(["routing", "roformer", "onnx"])}

# Perceptive router

Predicts, from one pass over a prompt, the loss of each of {experts} expert language models on it.

{facts}

`{MODEL_FILES[form]}` holds {STORED[form]} and computes in fp32. Inputs: `input_ids` and `attention_mask`, int64
[batch, sequence], at most 128 tokens with `[CLS]` and `[SEP]`; outputs: `losses`, fp32 [batch, {experts}], nats per
{"masked token" if task == "masked" else "token"} in the order of `id2label` in `config.json`, and `state`, fp32 [batch, {entry["hidden"]}], the mean of the
last hidden states over all tokens but padding. It differs from PyTorch with the same weights by at most {parity:.1e}.
The tokenizer is shared by all models: `{TOKENIZER}` of the library.

Limits: it knows the losses of these experts only, on prompts of 8 to 126 tokens of the library's domains.
"""
