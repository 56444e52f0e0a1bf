"""The architectures of masked language models, each as a tiny model of `transformers` with random weights."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import torch
import transformers
from torch import nn

from fixture_families.tokenizer_kinds import LONGEST

HIDDEN, LAYERS, HEADS, INNER = 16, 1, 2, 32
DEVIATION = 0.2
BERT = ("input_ids", "attention_mask", "token_type_ids")
PLAIN = ("input_ids", "attention_mask")


@dataclass(frozen=True)
class Family:
    """A row of the matrix. `prefix`: of the classes of transformers. `config`: settings of its configuration. `stated`: what
    config.json says otherwise, None to leave a key out. `weights`: the family whose ONNX file it has, where it is not its own."""

    name: str
    prefix: str
    tokenizer: str
    inputs: tuple[str, ...] = PLAIN
    head: str = "ForMaskedLM"
    config: dict[str, Any] = field(default_factory=dict)
    stated: dict[str, Any] = field(default_factory=dict)
    weights: str | None = None


CASED, UNCASED, BYTES, MODERN = "wordpiece-cased", "wordpiece-uncased", "bytes-roberta", "bytes-modernbert"
UNIGRAM, FALLBACK = "unigram-xlm-roberta", "unigram-byte-fallback"
SHIFTED = {"max_position_embeddings": LONGEST + 2, "pad_token_id": 1, "bos_token_id": 0, "eos_token_id": 2}
XLM = {
    "emb_dim": HIDDEN, "n_layers": LAYERS, "n_heads": HEADS, "max_position_embeddings": LONGEST, "use_lang_emb": False, "n_langs": 1,
    "pad_index": 2, "pad_token_id": 2, "bos_token_id": 0, "tie_word_embeddings": True,
}  # fmt: skip
ROTARY = {"num_hidden_layers": 2, "global_attn_every_n_layers": 2, "local_attention": 16, "pad_token_id": 0, "reference_compile": False, "mlp_bias": True, "norm_bias": True, "cls_token_id": 2, "sep_token_id": 3}

#: transformers.js names those before ERNIE, and NeoBERT, which transformers does not have; the others are read with the same code. FNet
#: and Funnel do not export: their graphs hold a Fourier transform, or one length.
FAMILIES = (
    Family("bert", "Bert", UNCASED, BERT),
    Family("distilbert", "DistilBert", UNCASED, config={"dim": HIDDEN, "n_layers": LAYERS, "n_heads": HEADS, "hidden_dim": INNER}),
    Family("electra", "Electra", UNCASED, BERT, config={"embedding_size": HIDDEN}),
    Family("convbert", "ConvBert", UNCASED, BERT, config={"embedding_size": HIDDEN, "num_attention_heads": 4, "conv_kernel_size": 3}),
    Family("squeezebert", "SqueezeBert", UNCASED, BERT, config={"embedding_size": HIDDEN} | {f"{part}_groups": 2 for part in ("q", "k", "v", "output", "intermediate")}),
    Family("mobilebert", "MobileBert", UNCASED, BERT, config={"embedding_size": 8, "intra_bottleneck_size": 8, "num_feedforward_networks": 2, "true_hidden_size": 8}),
    Family("mpnet", "MPNet", CASED, config=SHIFTED),
    Family("roformer", "RoFormer", CASED, BERT, config={"embedding_size": HIDDEN}),
    Family("roberta", "Roberta", BYTES, config=SHIFTED),
    Family("camembert", "Camembert", UNIGRAM, config=SHIFTED),
    Family("xlm-roberta", "XLMRoberta", UNIGRAM, config=SHIFTED),
    Family("albert", "Albert", "unigram-albert", BERT, config={"embedding_size": 8, "num_hidden_layers": 2}),
    Family("deberta", "Deberta", MODERN, BERT, config={"relative_attention": True, "pos_att_type": ["c2p", "p2c"], "max_relative_positions": -1, "position_biased_input": False}),
    Family("deberta-v2", "DebertaV2", "unigram-deberta", BERT, config={
        "relative_attention": True, "pos_att_type": ["p2c", "c2p"], "position_buckets": 16, "norm_rel_ebd": "layer_norm",
        "share_att_key": True, "max_relative_positions": -1, "position_biased_input": False, "type_vocab_size": 0,
    }),
    Family("modernbert", "ModernBert", MODERN, config=ROTARY),
    Family("eurobert", "EuroBert", MODERN, config={"num_key_value_heads": 1, "mask_token_id": 4}),
    Family("esm", "Esm", BYTES, config=SHIFTED | {"position_embedding_type": "rotary", "token_dropout": True, "mask_token_id": 4, "emb_layer_norm_before": False}),
    Family("xlm", "XLM", "word-ends-xlm", head="WithLMHeadModel", config=XLM),
    Family("flaubert", "Flaubert", "word-ends-xlm", head="WithLMHeadModel", config=XLM),
    Family("ernie", "Ernie", UNCASED, (*BERT, "task_type_ids"), config={"use_task_id": True, "task_type_vocab_size": 3}),
    Family("data2vec-text", "Data2VecText", BYTES, config=SHIFTED),
    Family("roberta-prelayernorm", "RobertaPreLayerNorm", BYTES, config=SHIFTED),
    Family("xlm-roberta-xl", "XLMRobertaXL", UNIGRAM, config=SHIFTED),
    Family("x-mod", "Xmod", UNIGRAM, config=SHIFTED | {"languages": ["en_XX"], "default_language": "en_XX", "adapter_reduction_factor": 2}),
    Family("luke", "Luke", BYTES, config=SHIFTED | {"entity_vocab_size": 4, "entity_emb_size": 4, "use_entity_aware_attention": False}),
    Family("rembert", "RemBert", FALLBACK, BERT, config={"input_embedding_size": 8, "output_embedding_size": 12}),
    Family("big-bird", "BigBird", UNIGRAM, BERT, config={"attention_type": "original_full"}),
    Family("nystromformer", "Nystromformer", "unigram-albert", BERT, config={"num_landmarks": 64, "segment_means_seq_len": 64, "conv_kernel_size": 3}),
    Family("nomic-bert", "NomicBert", UNCASED, BERT),
    Family("megatron-bert", "MegatronBert", CASED, BERT),
    Family("i-bert", "IBert", BYTES, config=SHIFTED | {"quant_mode": False}),
    Family("gte", "Gte", UNIGRAM, BERT),
    Family("jina-v3", "JinaEmbeddingsV3", UNIGRAM, config=SHIFTED),
    # What differs is the files around the weights.
    Family("byte-fallback", "ModernBert", FALLBACK, config=ROTARY | {"pad_token_id": 1}),
    Family("bert-cased", "Bert", CASED, BERT, stated={"architectures": ["BertForPreTraining"]}, weights="bert"),
    Family("longformer", "Roberta", BYTES, config=SHIFTED, stated={"architectures": ["LongformerForMaskedLM"], "model_type": "longformer"}, weights="roberta"),
    Family("no-architecture", "Bert", UNCASED, BERT, stated={"architectures": None}, weights="bert"),
    Family("no-model-type", "Bert", UNCASED, BERT, stated={"model_type": None}, weights="bert"),
)


def config_of(family: Family, vocabulary: int) -> transformers.PretrainedConfig:
    usual = {
        "vocab_size": vocabulary, "hidden_size": HIDDEN, "num_hidden_layers": LAYERS, "num_attention_heads": HEADS, "intermediate_size": INNER,
        "max_position_embeddings": LONGEST, "type_vocab_size": 2, "pad_token_id": 0, "bos_token_id": None, "eos_token_id": None,
    }  # fmt: skip
    if "Roberta" in family.prefix or family.prefix in ("Camembert", "Data2VecText", "Xmod", "Luke", "IBert"):
        usual["type_vocab_size"] = 1
    return getattr(transformers, f"{family.prefix}Config")(**(usual | family.config))


def model_of(family: Family, vocabulary: int, seed: int) -> nn.Module:
    """A model whose every weight is random, biases and norms too, so that its predictions depend on all of them; what 16 bits hold."""
    torch.manual_seed(seed)
    config = config_of(family, vocabulary)
    config._attn_implementation = "eager"
    model = getattr(transformers, family.prefix + family.head)(config)
    with torch.no_grad():
        for name, weight in model.named_parameters():
            drawn = DEVIATION * torch.randn_like(weight)
            scale = weight.ndim == 1 and name.endswith("weight")
            weight.copy_((drawn + 1.0 if scale else drawn).half().float())
    return model.eval()
