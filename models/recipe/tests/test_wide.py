"""The configuration of more sources: they fall into the parts meant for them, and every domain holds some out."""

import json
from pathlib import Path

import pytest

from tryage_recipe.core.config import Config
from tryage_recipe.core.config_file import load_config
from tryage_recipe.data.corpora import Splitter

WIDE = Path(__file__).resolve().parents[1] / "wide.toml"

PARTS = {
    "black:src/black/x.py [Python]": "github/python",
    "curl:docs/INSTALL.md [Docs]": "github/near",
    "openldap:x.sql [SQL]": "github/near",
    "dw-dengwei/daily-arXiv-ai-enhanced:2401.1 [cs.CL]": "arxiv/cs",
    "exopoiesis/daily-arxiv-ai4chem:2401.1 [physics.chem-ph]": "arxiv/physics",
    "UCDenver-ccp/CRAFT:x": "pubmed/other",
    "collapsed-stacks/startups:x [startups.se]": "stackexchange/startups",
    "GonzaloHirsch/TP-XML:x [history.meta.se]": "stackexchange/meta",
    "purudpd/RecSys-QA:x [skeptics.se]": "stackexchange/other",
    "UniCourt/cic-code-ga:x": "freelaw/statutes",
    "tosdr/tosback2:x": "freelaw/terms",
    "usnistgov/800-63-3:x": "commoncrawl/government",
    "adbar/trafilatura:x": "commoncrawl/news",
    "nltk/nltk_data:x": "commoncrawl/news",
    "rust-lang/blog.rust-lang.org:x": "commoncrawl/blogs",
    "SaadSubhaniTheProgrammerVersion/Textual-Report:x": "clinical/radiology",
}
HELD_OUT = {
    "github": ["dav1d:src/x.c [C/C++]", "sinon:lib/x.js [JS/TS]", "python3-patsy:x.py [Python]", "leveldb:x.cc [C/C++]"],
    "arxiv": ["xmkxabc/daily:x", "randomrisk/NeuroAI-Daily-Arxiv:x"],
    "pubmed": ["openbiocorpora/anatem:x", "spyysalo/ncbi-disease:x"],
    "wikipedia": ["tonytan48/Re-DocRED:x", "jrf115/IR-2019_Term_Project:x"],
    "stackexchange": ["sasiddiqui/confucius:x [ai.se]", "woodstock-dev/code-challenge-10-18-2023:x [bicycles.meta.se]"],
    "freelaw": ["UniCourt/cic-code-id:x", "github/site-policy:x"],
    "uspto": ["USPTO/PatentPublicData:x", "parkerhancock/patent_client:x"],
    "commoncrawl": ["jennhu/metalinguistic-prompting:x", "usnistgov/800-63-3:x"],
    "clinical": ["SaadSubhaniTheProgrammerVersion/Textual-Report:x"],
    "books": ["standardebooks/arthur-conan-doyle_the-adventures-of-sherlock-holmes:x", "GITenberg/Katrine--A-Novel_14263:x"],
}


@pytest.fixture(scope="module")
def config() -> Config:
    return load_config(WIDE)


def test_sources_fall_into_their_parts(config):
    splitter = Splitter(config)
    domains = {part.id: domain for domain in config.domains for part in domain.parts}
    assert {source: splitter.part(domains[part], source).id for source, part in PARTS.items()} == PARTS


def test_every_domain_holds_sources_out(config):
    splitter = Splitter(config)
    assert set(HELD_OUT) == {domain.id for domain in config.domains}
    assert all(splitter.held_out(source) for sources in HELD_OUT.values() for source in sources)
    assert not splitter.held_out("black:src/black/x.py [Python]")


def test_every_expert_comes_from_the_library_before_and_its_parts_are_told(config):
    for expert in config.experts:
        assert expert.continues and (expert.parts or expert.reads)


def test_specialists_go_on_at_a_low_rate_with_their_sources_mixed(config):
    further = [expert for expert in config.experts if not config.is_taken(expert)]
    assert len(further) == 8 and not any(expert.generalist for expert in further)
    for expert in further:
        assert config.rate_factor(expert) == 0.25
        assert config.training_of(expert).source_exponent == 0.5
        assert config.trained_form(expert) == "int4"


def test_what_is_kept_is_of_this_configuration_and_better_on_held_out_sources(config):
    folder = WIDE.parent / "continued"
    entries = json.loads((folder / "library.json").read_text())["experts"]
    assert entries and (folder / json.loads((folder / "library.json").read_text())["tokenizer"]).is_file()
    splitter = Splitter(config)
    for entry in entries:
        expert = config.expert(entry["id"])
        assert (folder / entry["model"]).is_file()
        assert (tuple(entry["parts"]), entry["training"]["continues"]) == (expert.parts, expert.continues)
        assert not [source for source in entry["sources"] if splitter.held_out(f"{source}:x")]
        assert entry["heldOut"]["continuedBeforeShipped"]["mean"] > 0
