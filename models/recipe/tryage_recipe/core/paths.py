"""Where the recipe reads and writes: one object instead of path arithmetic in every stage."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tryage_recipe.core.config import Config
from tryage_recipe.core.config_reader import ConfigError

#: Pools of passages. Every document is in exactly one of them.
POOLS = ("experts", "router", "valid", "test", "heldout")
#: Probe prompts and word lists, data files of the recipe itself.
PROBES = Path(__file__).resolve().parents[2] / "probes"


@dataclass(frozen=True)
class Paths:
    """Input folders, the work folder (caches, checkpoints) and the folder of the library.

    A second library made from the same texts names the first one's work folder in `texts`: passages,
    tokenizer and tokens are read from there. `library` is a shipped library, where one is continued.
    """

    corpora: tuple[Path, ...]
    work: Path
    out: Path
    texts: Path | None = None
    library: Path | None = None

    @property
    def _texts(self) -> Path:
        return self.texts or self.work

    def stage(self, name: str) -> Path:
        """Work folder of a stage; it also holds the stage's stamp."""
        return self.work / name

    def passages(self, pool: str) -> Path:
        """JSON Lines of a pool: id, doc, source, domain, part, text."""
        return self._texts / "corpora" / f"{pool}.jsonl"

    @property
    def tokenizer(self) -> Path:
        return self._texts / "tokenizer" / "tokenizer.json"

    def tokens(self, pool: str) -> Path:
        """Folder of a pool's token stream (see `token_pool.TokenPool`)."""
        return self._texts / "tokens" / pool

    @property
    def causal(self) -> Path:
        """Folder of the causal language model and its embeddings, which all libraries of the same texts share."""
        return self._texts / "causal"

    def expert(self, expert_id: str) -> Path:
        """Folder of an expert: model.safetensors, meta.json, log.jsonl, checkpoint.pt."""
        return self.work / "experts" / expert_id


@dataclass(frozen=True)
class RouterApart(Paths):
    """The folders of a library, but for a router in a folder of its own."""

    router: Path = Path()

    def stage(self, name: str) -> Path:
        return self.router if name == "router" else super().stage(name)


@dataclass(frozen=True)
class PathSettings:
    """Table `[paths]`, each relative to the configuration's folder; the command line overrides them."""

    corpora: tuple[str, ...] = ()
    work: str | None = None
    out: str | None = None
    library: str | None = None  # the shipped library that is continued


def read_paths(config: Config, folder: Path, corpora: tuple[Path, ...], work: Path | None, out: Path | None) -> Paths:
    """The folders as given, and as the table `[paths]` of the configuration in `folder` has them where they are not.

    Raises ConfigError when neither says where to work or where the library goes.
    """
    settings = config.section("paths", PathSettings)
    found: dict[str, Path] = {}
    for name, given, written in (("work", work, settings.work), ("out", out, settings.out)):
        if given is None and written is None:
            raise ConfigError(f"--{name} is needed, or `{name}` in the table [paths] of the configuration")
        found[name] = given if given is not None else folder / str(written)
    library = None if settings.library is None else folder / settings.library
    read = corpora or tuple(folder / name for name in settings.corpora)
    return Paths(read, found["work"], found["out"], library=library)
