"""Settings of end-to-end training: the table `[joint]`, and the runs that follow from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from tryage_recipe.core.config import Config, Expert
from tryage_recipe.core.config_reader import ConfigError, read_section

UPDATES = ("both", "experts", "router")
RULES = ("router", "labels", "domains", "random")
#: Rules by which a window's expert follows from its part.
LABELLED = ("labels", "domains")
#: Runs that the co-trained library is compared with at equal tokens, as settings that differ from its own.
COMPARISONS: dict[str, dict[str, Any]] = {
    "labels": {"rule": "labels"},
    "domain labels": {"rule": "domains"},
    "clusters": {"branch_share": 1.0},
    "random": {"rule": "random"},
    "frozen": {"update": "router"},
}
USUAL_COMPARISONS = ("labels", "clusters", "random", "frozen")


@dataclass(frozen=True)
class JointSettings:
    """Table `[joint]`. Losses, temperature and the load term are in nats per masked token.

    For the first `branch_share` of the run a window goes to the expert of its k-means cluster; the
    router learns meanwhile. After that the router decides (`rule` "router"). With "labels" or
    "random" there is no such start: windows go to the label-made specialist of their part, or anywhere; with "domains" to
    the expert of their domain, of which there is one each. A `branch_share` of 1 leaves all to the clusters.
    `update` says what learns once the router decides: both, experts or router.
    """

    base: str  # expert that all experts and the router start from
    tokens: int  # of all experts together
    clusters: int | None = None  # default: as many as specialists that branch from `base`
    keep: tuple[str, ...] = ()  # further experts of the first library that join the co-trained one
    rule: str = "router"
    update: str = "both"
    branch_share: float = 0.3
    rate_factor: float = 0.5  # multiplies both peak rates of [training]
    annealed: bool = True  # rates fall to zero over the whole run; else they stay at their peak
    exploration: float = 0.2  # share of windows that the router draws; falls to zero over the run
    temperature: float = 0.3  # of these draws, softmax(-score / temperature)
    load_weight: float = 0.1  # added to the score of an expert for each fair share above its own
    second_share: float = 0.2  # windows that a second expert is measured on; the router learns from these
    pair_weight: float = 1.0  # of the error in the difference of the two losses
    cluster_weight: float = 0.0  # of the cross-entropy with the cluster's expert, while windows go by cluster
    router_tokens: int = 64  # the router reads so much of a window
    router_batch: int = 16
    router_rate: float = 5e-4
    head_rate_factor: float = 4.0
    short_share: float = 0.1  # in place of that of [training]
    cluster_windows: int = 4000
    validations: int = 5
    validation_batches: int = 3  # a part, of 16 windows, at the end; before that one
    comparisons: tuple[str, ...] = USUAL_COMPARISONS
    comparison_tokens: int = 0  # of each comparison; these settings are then trained with as many for them. 0: `tokens`
    library: bool = True  # whether the experts become a library of their own; else the log of their routing is all that ships
    ablation_tokens: int = 2_000_000
    ablation: tuple[dict, ...] = ()  # rows of `name` and the settings that differ


@dataclass(frozen=True)
class JointRun:
    """One training run by its name in tables."""

    name: str
    settings: JointSettings

    def identity(self) -> dict[str, Any]:
        """The settings that the run's outcome depends on."""
        fields = asdict(self.settings)
        for irrelevant in ("keep", "comparisons", "comparison_tokens", "library", "ablation_tokens", "ablation"):
            fields.pop(irrelevant)
        if not fields["cluster_weight"]:  # named only where it is used: runs without it stay what they are
            fields.pop("cluster_weight")
        return fields


def is_configured(config: Config) -> bool:
    """Whether the configuration asks for a co-trained library."""
    return "joint" in config.tables


def makes_library(config: Config) -> bool:
    """Whether the experts that are trained together become a library of their own."""
    return is_configured(config) and read_joint(config).library


def taken_variants(config: Config) -> tuple[str, ...]:
    """Variants of the library before that ship on as they are."""
    return tuple(config.tables.get("export", {}).get("variants", ()))


def read_joint(config: Config) -> JointSettings:
    """The table `[joint]`, checked. Raises ConfigError."""
    settings = config.section("joint", JointSettings)
    _check(config, settings, "[joint]")
    if unknown := [name for name in settings.comparisons if name not in COMPARISONS]:
        raise ConfigError(f"[joint]: comparison {unknown[0]!r} is none of {', '.join(COMPARISONS)}")
    return settings


def _check(config: Config, settings: JointSettings, where: str) -> None:
    known = {expert.id for expert in config.experts}
    if unknown := [name for name in (settings.base, *settings.keep) if name not in known]:
        raise ConfigError(f"{where}: {unknown[0]!r} is not an expert")
    for key, value, allowed in (("rule", settings.rule, RULES), ("update", settings.update, UPDATES)):
        if value not in allowed:
            raise ConfigError(f"{where}: {key!r} is {value!r}, expected one of {', '.join(allowed)}")
    shares = ("branch_share", "exploration", "second_share", "short_share")
    for key in shares:
        if not 0 <= getattr(settings, key) <= 1:
            raise ConfigError(f"{where}: {key!r} must lie between 0 and 1")
    if settings.temperature <= 0 or settings.tokens <= 0 or settings.validations <= 0:
        raise ConfigError(f"{where}: temperature, tokens and validations must be positive")
    if count_experts(config, settings) < 2:
        raise ConfigError(f"{where}: needs at least two clusters, or two specialists that branch from {settings.base!r}")


def specialists(config: Config, settings: JointSettings) -> list[Expert]:
    """The label-made specialists of the base's size that branch from it."""
    size = config.expert(settings.base).size
    return [e for e in config.experts if e.branch_from == settings.base and e.parts and e.size == size]


def count_experts(config: Config, settings: JointSettings) -> int:
    """Experts of a run; under labels there is one a specialist, or one a domain."""
    if settings.rule == "domains":
        return len(config.domains)
    if settings.clusters is None or settings.rule == "labels":
        return len(specialists(config, settings))
    return settings.clusters


def cluster_id(number: int) -> str:
    """Id of the expert at position `number`, from `cluster-01`."""
    return f"cluster-{number + 1:02d}"


def _variant(config: Config, changes: Mapping[str, Any], where: str) -> JointSettings:
    settings = read_section({**config.tables["joint"], **changes}, JointSettings, where)
    _check(config, settings, where)
    return settings


def main_run(config: Config) -> JointRun:
    """The run that makes the co-trained library."""
    return JointRun("co-trained", read_joint(config))


def comparison_runs(config: Config) -> list[JointRun]:
    """The runs at equal tokens. Raises ConfigError."""
    settings = read_joint(config)
    shorter = {"tokens": settings.comparison_tokens} if settings.comparison_tokens else {}
    changes = {name: {**shorter, **COMPARISONS[name]} for name in settings.comparisons}
    if shorter and changes:
        changes = {"co-trained": shorter, **changes}
    return [JointRun(name, _variant(config, of, f"[joint], comparison {name}")) for name, of in changes.items()]


def ablation_runs(config: Config) -> list[JointRun]:
    """The short runs, the unchanged settings first. Raises ConfigError."""
    settings = read_joint(config)
    if not settings.ablation:
        return []
    runs = []
    for number, row in enumerate(({"name": "as configured"}, *settings.ablation)):
        where = f"[joint], ablation number {number}"
        if not isinstance(row.get("name"), str):
            raise ConfigError(f"{where}: needs a name")
        short = {"tokens": settings.ablation_tokens, "validations": 1}
        changes = {key: value for key, value in row.items() if key != "name"}
        runs.append(JointRun(row["name"], _variant(config, {**short, **changes}, where)))
    return runs
