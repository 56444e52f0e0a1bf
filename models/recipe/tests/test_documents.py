"""Documents of prompts: what a mixture counts for, and how a shipped table is told of them."""

import numpy as np
import pyarrow as pa
import pytest
from test_library_checks import measured

from tryage_recipe.data.corpora import CorpusError, Passage
from tryage_recipe.data.mixtures import mix_prompts
from tryage_recipe.data.prompts import PromptSet, uniform_length
from tryage_recipe.data.token_pool import PassageRecord
from tryage_recipe.export.documents import larger_passage, prompt_documents, with_documents
from tryage_recipe.evaluate.policies import References
from tryage_recipe.evaluate.scores import PolicyScore, score_set
from tryage_recipe.evaluate.targets import routing_targets


def passages(domain: str, count: int = 6):
    return [
        (PassageRecord(f"{domain}-{n}", f"doc {n // 2}", f"{domain}:{n}", domain, domain), np.arange(5, 105))
        for n in range(count)
    ]


def test_a_mixture_counts_for_the_document_of_its_larger_piece(tmp_path):
    pool = passages("a") + passages("b")
    prompts = mix_prompts(pool, 6, uniform_length(20, 40), 20, np.random.default_rng(0))
    doc_of = {record.id: f"{record.domain}\n{record.doc}" for record, _ in pool}
    assert len(prompts) and all("&" in name for name in prompts.ids)
    assert prompts.documents.tolist() == [doc_of[larger_passage(name)] for name in prompts.ids]
    prompts.save(tmp_path / "set.npz")
    assert PromptSet.load(tmp_path / "set.npz").documents.tolist() == prompts.documents.tolist()


def test_prompts_without_documents_are_resampled_by_source():
    names = np.array(["p", "q"])
    prompts = PromptSet(names, names, names, np.array(["s", "s"]), np.zeros(2, np.int32), np.arange(3))
    assert prompts.docs is None and prompts.documents.tolist() == ["p\ns", "q\ns"]


def test_the_column_is_read_from_the_corpora_and_replaces_an_older_one():
    known = {("a", f"a-{n}"): Passage(f"a-{n}", doc, "a:x", "text") for n, doc in enumerate(["one", "two", "one"])}
    table = pa.table(
        {
            "id": ["a-0@3+20", "a-1@0+30&a-0@0+12", "a-2@9+21"],
            "domain": ["a"] * 3,
            "source": ["a:x"] * 3,
            "tokens": pa.array([20, 42, 21], pa.int32()),
        }
    )
    documents = prompt_documents(table, known)
    assert documents.tolist() == [0, 1, 0]
    told = with_documents(with_documents(table, documents[::-1]), documents)
    assert told.column_names == ["id", "domain", "source", "document", "tokens"]
    assert told["document"].to_pylist() == [0, 1, 0] and told["tokens"].equals(table["tokens"])
    with pytest.raises(CorpusError, match="other corpora"):
        prompt_documents(table.set_column(2, "source", pa.array(["b:x"] * 3)), known)


def test_scores_say_how_many_documents_they_are_of_and_none_has_an_interval_of_one():
    window = measured(gain=0.8)
    references = References(measured(gain=0.8, size=90).for_policies())
    predicted = references.predicted(window.for_policies())
    scores = score_set(window, references, predicted, seed=0)
    assert scores.documents == scores.prompts == 60
    same = np.full(60, "one")
    one = PromptSet(same, same, window.prompts.parts, same, window.prompts.tokens, window.prompts.offsets)
    alone = score_set(type(window)(one, window.qtable, window.predicted, window.states, window.texts), references, predicted, 0)
    assert alone.documents == 1 and alone.policy("router").loss_interval is None
    assert alone.policy("router").loss == scores.policy("router").loss


def test_a_target_above_zero_is_not_met_by_a_coin_toss_nor_without_an_interval():
    window = measured(gain=0.8)
    references = References(measured(gain=0.8, size=90).for_policies())
    scores = score_set(window, references, references.predicted(window.for_policies()), seed=0)

    def told(share: float | None) -> tuple[str, bool]:
        policies = [PolicyScore(**vars(policy) | {"share_as_good": 0.0}) for policy in scores.policies]
        policies[0] = PolicyScore(**vars(policies[0]) | {"share_as_good": share})
        target = routing_targets(type(scores)(**vars(scores) | {"policies": policies}), None)[5]
        return target.measured, target.met

    assert told(0.0) == ("all", True) and told(0.015) == ("all", True)
    assert told(0.022) == ("a coin toss: random", False)
    assert told(0.99) == ("not than random", False)
    assert told(None) == ("not judged by document: random", False)
