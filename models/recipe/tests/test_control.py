"""Control libraries are other choices among the experts that were trained and measured."""

from toy import GROWN, write_config

from tryage_recipe.core.config_file import load_config
from tryage_recipe.core.paths import Paths
from tryage_recipe.evaluate.control import control_libraries
from tryage_recipe.measure.qtable import column_file

ROWS = f"""{GROWN}[[experts]]
id = "old"
label = "Old"
description = "Up to 2010."
size = "large"
until = "2010"
[[control]]
id = "law"
label = "Law"
description = "Law."
size = "small"
parts = ["law"]
"""


def ids(experts):
    return [expert.id for expert in experts]


def test_the_largest_generalist_of_all_texts_is_left_out_and_measured_control_experts_are_added(tmp_path):
    config, paths = load_config(write_config(tmp_path, add=ROWS)), Paths((), tmp_path / "work", tmp_path / "out")
    libraries = control_libraries(config, paths)
    assert {name: ids(experts) for name, experts in libraries.items()} == {"without large": ["general", "code", "old"]}
    for name in ("benchmark", "router-train"):
        column_file(paths, name, "law").parent.mkdir(parents=True)
        column_file(paths, name, "law").touch()
    libraries = control_libraries(config, paths)
    assert ids(libraries["with whole-domain experts"]) == ["general", "code", "large", "old", "law"]


def test_a_library_of_one_generalist_has_none(tmp_path):
    config = load_config(write_config(tmp_path))
    assert control_libraries(config, Paths((), tmp_path / "work", tmp_path / "out")) == {}
