"""The configuration as frozen dataclasses; `config_file` reads and checks it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal, Protocol

from tryage_recipe.core.config_reader import Section, read_section
from tryage_recipe.core.forms import Form


#: What the experts of a library do: fill in hidden tokens, or continue a text from left to right.
Task = Literal["masked", "causal"]


@dataclass(frozen=True)
class Library:
    """What the library is called, what its experts do, and the seed of all that is drawn at random."""

    id: str
    name: str
    description: str
    seed: int
    task: Task = "masked"


@dataclass(frozen=True)
class Part:
    """A sub-domain: the passages of its domain whose `source` matches the regular expression `match`."""

    id: str
    label: str
    license: str
    evidence: str
    match: str = ""
    newest_text: str | None = None  # ISO year, year-month or date; None = unknown


@dataclass(frozen=True)
class Domain:
    id: str
    label: str
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Size:
    """Shape of a RoFormer; the feed-forward width is four times `hidden`."""

    layers: int
    hidden: int
    heads: int

    @property
    def work(self) -> int:
        """What the work of one token grows with."""
        return self.layers * self.hidden**2


class Shape(Protocol):
    """What a size and a model's shape have in common."""

    @property
    def layers(self) -> int: ...
    @property
    def hidden(self) -> int: ...
    @property
    def heads(self) -> int: ...


def growth(small: Shape, large: Shape) -> tuple[int, int] | None:
    """How many times wider and deeper the larger shape is, for `grow.grow`; None where it is not by whole numbers, with
    heads of the same width (whose rotary angles would otherwise differ)."""
    width, depth = large.hidden // small.hidden, large.layers // small.layers
    multiple = (small.hidden * width, small.heads * width, small.layers * depth)
    fits = width > 0 and depth > 0 and multiple == (large.hidden, large.heads, large.layers)
    return (width, depth) if fits else None


@dataclass(frozen=True)
class Expert:
    """An expert to train. `parts` empty means a generalist, trained on all parts but the held-out ones.

    `branch_from` names the expert that it starts from; a smaller one is grown to its size first. `until` is an ISO date:
    only parts whose newest text is known and not later are read. `continues` names an expert of a shipped library, of the
    same size, from whose weights it goes on; with a budget of 0 tokens it is taken over as it is. `reads` then names the parts
    that a generalist of that library has read, which are fewer than this configuration has.
    """

    id: str
    label: str
    description: str
    size: str
    parts: tuple[str, ...] = ()
    branch_from: str | None = None
    until: str | None = None
    schedule: str | None = None  # of `[schedules]`
    continues: str | None = None
    reads: tuple[str, ...] = ()

    @property
    def generalist(self) -> bool:
        return not self.parts


@dataclass(frozen=True)
class Corpora:
    """`router_share`: share of the training documents kept for the router. `held_out_sources`: regular
    expressions on `source`; what they match is never trained on."""

    router_share: float
    held_out_sources: tuple[str, ...]


@dataclass(frozen=True)
class TokenizerSettings:
    vocabulary: int
    sample_characters: int  # characters a part that the merges are learnt from


@dataclass(frozen=True)
class Training:
    """Settings shared by all experts; learning rates are peaks."""

    window: int  # longest window in tokens, [CLS] and [SEP] not counted
    shortest_window: int
    short_share: float  # share of the batches cut shorter than `window`
    batch_tokens: int
    mask_share: float  # of a window's tokens that are masked; in a causal library, that are predicted
    matrix_rate: float  # Muon, hidden matrices
    other_rate: float  # AdamW, embeddings, norms and biases
    branch_factor: float  # multiplies both rates of an expert that starts from another one
    warmup_share: float
    mix_exponent: float  # parts are drawn in proportion to tokens ** mix_exponent
    checkpoint_seconds: float
    source_exponent: float = 1.0  # within a part, sources are drawn in proportion to tokens ** source_exponent
    growth_factor: float = 0.2  # the same where that other one is smaller: its function is kept, only room is added


@dataclass(frozen=True)
class Schedule:
    """What the experts that name it do otherwise than `[training]` says."""

    batch_tokens: int
    form: Form | None = None  # that weights are rounded to in every step, see `rounded_training`
    rate_factor: float | None = None  # in place of `branch_factor` or `growth_factor`
    source_exponent: float | None = None  # in place of that of `[training]`


@dataclass(frozen=True)
class Config:
    """The whole configuration. `tables` keeps the merged TOML for the stages that read their own section."""

    id: str
    name: str
    description: str
    seed: int
    domains: tuple[Domain, ...]
    corpora: Corpora
    tokenizer: TokenizerSettings
    sizes: Mapping[str, Size]
    training: Training
    experts: tuple[Expert, ...]
    control: tuple[Expert, ...]  # trained and measured to compare with, never shipped
    tokens: Mapping[str, int]  # training budget of every expert, in tokens
    schedules: Mapping[str, Schedule]
    tables: Mapping[str, Any]
    task: Task = "masked"

    @property
    def parts(self) -> tuple[Part, ...]:
        """All parts in order; a part's position is its number in the token pools."""
        return tuple(part for domain in self.domains for part in domain.parts)

    @property
    def trained(self) -> tuple[Expert, ...]:
        """All experts that are trained, those of the control library included."""
        return self.experts + self.control

    def is_taken(self, expert: Expert) -> bool:
        """Whether an expert comes from a shipped library without any further training."""
        return expert.continues is not None and not self.tokens[expert.id]

    def training_of(self, expert: Expert) -> Training:
        """The settings that an expert is trained with."""
        if expert.schedule is None:
            return self.training
        schedule = self.schedules[expert.schedule]
        exponent = self.training.source_exponent if schedule.source_exponent is None else schedule.source_exponent
        return replace(self.training, batch_tokens=schedule.batch_tokens, source_exponent=exponent)

    def trained_form(self, expert: Expert) -> Form | None:
        """The form that an expert's weights are rounded to while it is trained, if any."""
        return self.schedules[expert.schedule].form if expert.schedule else None

    def rate_factor(self, expert: Expert) -> float:
        """What multiplies both learning rates of an expert: by its schedule, else by what it starts from."""
        own = self.schedules[expert.schedule].rate_factor if expert.schedule else None
        if own is not None:
            return own
        if expert.continues is not None:
            return self.training.branch_factor
        if expert.branch_from is None:
            return 1.0
        grown = self.expert(expert.branch_from).size != expert.size
        return self.training.growth_factor if grown else self.training.branch_factor

    def domain_of(self, part_id: str) -> str:
        return next(d.id for d in self.domains for part in d.parts if part.id == part_id)

    def expert(self, expert_id: str) -> Expert:
        return next(expert for expert in self.trained if expert.id == expert_id)

    def section(self, name: str, section_type: type[Section]) -> Section:
        """The table `[name]` as a dataclass, for stages with settings of their own. Raises ConfigError."""
        return read_section(self.tables.get(name, {}), section_type, f"[{name}]")
