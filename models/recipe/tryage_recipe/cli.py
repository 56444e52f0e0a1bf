"""Command line: `tryage run STAGE`, `tryage status`, `tryage report`, `tryage ablate`, `tryage restore`, `tryage measure`; `tryage COMMAND --help`
says more.

`python -m tryage_recipe STAGE …` is the same as `tryage run STAGE …`.
"""

from __future__ import annotations

import errno
import importlib
import sys
from collections.abc import Callable, Sequence
from concurrent.futures.process import BrokenProcessPool
from enum import Enum
from pathlib import Path
from typing import Annotated, Optional

import typer

from tryage_recipe.core.config import Config
from tryage_recipe.core.config_file import load_config
from tryage_recipe.core.config_reader import ConfigError
from tryage_recipe.core.machine import Machine
from tryage_recipe.core.paths import Paths, read_paths
from tryage_recipe.core.stamps import STAGES, StageError
from tryage_recipe.data.corpora import CorpusError
from tryage_recipe.pipeline import require_earlier, run_stage, status

CONTINUE = "What is finished is kept: the same command goes on from there."
INTERRUPTED = 130  # the exit status of a command that Ctrl+C has ended

Stage = Enum("Stage", {name: name for name in (*STAGES, "all")}, type=str)
Device = Enum("Device", {name: name for name in ("cpu", "cuda")}, type=str)

ConfigOption = Annotated[Path, typer.Option("--config", help="TOML file of the library.")]
CorporaOption = Annotated[
    Optional[list[Path]], typer.Option("--corpora", help="Folders with the domain files. [default: of the table paths]")
]
WorkOption = Annotated[
    Optional[Path], typer.Option("--work", help="Folder of caches and checkpoints. [default: of the table paths]")
]
OutOption = Annotated[
    Optional[Path], typer.Option("--out", help="Folder of the library that is made. [default: of the table paths]")
]
#: Commands that read and write a shipped library have no work folder.
_NO_WORK = Path("no work folder")
#: The library that ships with the recipe.
_SHIPPED = Path(__file__).resolve().parents[2]

app = typer.Typer(
    help="Trains a library of expert models and its router, measures them, and writes what the app reads.",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _of_the_system(error: OSError) -> str:
    """What the operating system refused, and what to do about it."""
    where = f" ({error.filename})" if error.filename else ""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"the disk is full{where}: make room. {CONTINUE}"
    return f"{error.strerror or error}{where}. {CONTINUE}"


def _guarded(work: Callable[[], None]) -> None:
    """Does the work. Whatever a user can mend is told in one line and ends with status 1, an interruption with 130."""
    try:
        work()
        return
    except (ConfigError, CorpusError, StageError) as error:
        message = str(error)
    except OSError as error:
        message = _of_the_system(error)
    except BrokenProcessPool:
        message = f"a process of the stage was ended from outside, perhaps for lack of memory. {CONTINUE}"
    except KeyboardInterrupt:
        print(f"interrupted. {CONTINUE}", file=sys.stderr)
        raise typer.Exit(INTERRUPTED) from None
    print(f"error: {message}", file=sys.stderr)
    raise typer.Exit(1)


def _with_config(
    config: Path,
    corpora: list[Path] | None,
    work: Path | None,
    out: Path | None,
    act: Callable[[Config, Paths], None],
    needs_corpora: bool = True,
) -> None:
    """Reads the configuration, finds the folders, and acts on them."""

    def both() -> None:
        loaded = load_config(config)
        paths = read_paths(loaded, config.parent, tuple(corpora or ()), work, out)
        if needs_corpora and not paths.corpora:
            raise typer.BadParameter("--corpora is needed, or `corpora` in the table [paths] of the configuration")
        act(loaded, paths)

    _guarded(both)


@app.command()
def run(
    stage: Annotated[Stage, typer.Argument(help="One stage, or all of them in order; those that are done are skipped.")],
    config: ConfigOption = Path("library.toml"),
    corpora: CorporaOption = None,
    work: WorkOption = None,
    out: OutOption = None,
    jobs: Annotated[
        Optional[int], typer.Option(min=1, help="Worker processes of experts, qtable and joint. [default: one per core]")
    ] = None,
    device: Annotated[Device, typer.Option(help="Where experts, Q table and router are computed.")] = Device.cpu,
    evaluate: Annotated[bool, typer.Option("--evaluate", help="experts: only print their losses on each part.")] = False,
) -> None:
    """Run a stage, or all of them."""
    if evaluate and stage is not Stage.experts:
        raise typer.BadParameter("--evaluate belongs to the stage experts")

    def act(loaded: Config, paths: Paths) -> None:
        if evaluate:
            require_earlier(loaded, paths, "experts")
            importlib.import_module("tryage_recipe.train.part_losses").run(loaded, paths)
            return
        if device is not Device.cpu:
            importlib.import_module("tryage_recipe.core.arithmetic").require_device(device.value)
        for name in STAGES if stage is Stage.all else (stage.value,):
            run_stage(loaded, paths, name, Machine(jobs, device.value))

    _with_config(config, corpora, work, out, act)


@app.command("status")
def show_status(
    config: ConfigOption = Path("library.toml"),
    corpora: CorporaOption = None,
    work: WorkOption = None,
    out: OutOption = None,
) -> None:
    """Say which stages are done with this configuration and these corpora."""

    def act(loaded: Config, paths: Paths) -> None:
        for name, told in status(loaded, paths):
            print(f"{name:12} {told}")

    _with_config(config, corpora, work, out, act)


@app.command()
def report(
    config: ConfigOption = Path("library.toml"),
    corpora: CorporaOption = None,
    work: WorkOption = None,
    out: OutOption = None,
) -> None:
    """Write the report of an exported library again."""
    module = "tryage_recipe.report.stage"
    _with_config(config, corpora, work, out, lambda *both: importlib.import_module(module).run(*both), False)


@app.command()
def ablate(
    config: ConfigOption = Path("library.toml"),
    corpora: CorporaOption = None,
    work: WorkOption = None,
    out: OutOption = None,
) -> None:
    """Train short routers that differ from the configured one in a setting each, for the report."""
    module = "tryage_recipe.report.router_ablations"
    _with_config(config, corpora, work, out, lambda *both: importlib.import_module(module).run(*both), False)


@app.command()
def restore(
    library: Annotated[Path, typer.Option(help="Folder of a shipped library.")],
    config: ConfigOption = Path("library.toml"),
    corpora: CorporaOption = None,
    work: WorkOption = None,
    out: OutOption = None,
) -> None:
    """Take trained experts back from a shipped library."""

    def act(loaded: Config, paths: Paths) -> None:
        require_earlier(loaded, paths, "experts")
        importlib.import_module("tryage_recipe.export.restore").run(loaded, paths, library)

    _with_config(config, corpora, work, out, act)


@app.command()
def documents(
    config: ConfigOption = Path("library.toml"), corpora: CorporaOption = None, out: OutOption = None
) -> None:
    """Tell a shipped library which document each of its prompts was cut from."""
    module = "tryage_recipe.export.documents"
    _with_config(config, corpora, _NO_WORK, out, lambda *both: importlib.import_module(module).run(*both))


@app.command()
def restate(config: ConfigOption = Path("library.toml"), out: OutOption = None) -> None:
    """Compute the intervals of a shipped library again from its own tables."""
    module = "tryage_recipe.export.restate"
    _with_config(config, None, _NO_WORK, out, lambda *both: importlib.import_module(module).run(*both), False)


@app.command()
def measure(
    models: Annotated[Path, typer.Option(help="TOML file that names models: folders in the Hub's layout, or Hub ids.")],
    texts: Annotated[Path, typer.Option(help="Folder of <domain>.jsonl[.xz] or <domain>.txt.")],
    out: Annotated[Path, typer.Option(help="Folder of the library that is made.")],
    work: Annotated[Optional[Path], typer.Option(help="Folder of what was measured. [default: OUT.work]")] = None,
    router: Annotated[Path, typer.Option(help="Library whose router is turned to these models.")] = _SHIPPED,
    jobs: Annotated[Optional[int], typer.Option(min=1, help="Worker processes. [default: one per core]")] = None,
    ray: Annotated[Optional[str], typer.Option(help="Address of a Ray cluster, `auto`, or `local`.")] = None,
) -> None:
    """Measure any models on texts, and make a library of them."""
    module, kept = "tryage_recipe.external.command", work or out.with_name(f"{out.name}.work")
    _guarded(lambda: importlib.import_module(module).run(models, texts, out, kept, router, jobs, ray))


def _spelt_out(arguments: Sequence[str]) -> list[str]:
    """Arguments in typer's form: `STAGE …` is `run STAGE …`, `--corpora A B` is `--corpora A --corpora B`."""
    given = list(arguments)
    if given and given[0] in Stage.__members__:
        given.insert(0, "run")
    spelt: list[str] = []
    repeated = False
    for argument in given:
        if argument.startswith("-"):
            repeated = argument == "--corpora"
        elif repeated and spelt[-1] != "--corpora":
            spelt.append("--corpora")
        spelt.append(argument)
    return spelt


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit status 0; 1 after an error that the user can mend, told in one line; 130 after an interruption.

    Raises SystemExit with status 2 on arguments that do not fit.
    """
    try:
        app(_spelt_out(sys.argv[1:] if arguments is None else arguments), prog_name="tryage")
    except SystemExit as ended:
        if ended.code == 2:
            raise
        return int(ended.code or 0)
    return 0
