"""Tokenizers of the kinds that masked models have, trained on the gallery's prompts: small, with the real ones' rules."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

from fixture_families.character_map import compiled, replacements

BERT = {"pad_token": "[PAD]", "unk_token": "[UNK]", "cls_token": "[CLS]", "sep_token": "[SEP]", "mask_token": "[MASK]"}
ROBERTA = {"cls_token": "<s>", "pad_token": "<pad>", "sep_token": "</s>", "unk_token": "<unk>", "mask_token": "<mask>"}
XLM = {"bos_token": "<s>", "cls_token": "</s>", "pad_token": "<pad>", "unk_token": "<unk>", "mask_token": "<special1>", "sep_token": "</s>"}
LONGEST = 128
WORDS, PIECES, BYTES = 360, 300, 330


@dataclass(frozen=True)
class Kind:
    """A tokenizer with its settings, `tokenizer_config.json`."""

    tokenizer: Tokenizer
    settings: dict[str, Any]
    #: tokenizer.json where it differs from what the library writes: old forms of keys.
    written: dict[str, Any]


def _framed(made: Tokenizer, before: str, after: str) -> None:
    ends = [(token, made.token_to_id(token)) for token in dict.fromkeys((before, after))]
    made.post_processor = processors.TemplateProcessing(single=f"{before} $A {after}", special_tokens=ends)


def _kind(made: Tokenizer, special: dict[str, str], name: str, lstrip: bool = False, **settings: Any) -> Kind:
    written = json.loads(made.to_str())
    for token in written["added_tokens"]:
        token["lstrip"] = lstrip and token["content"] == special["mask_token"]
    made = Tokenizer.from_str(json.dumps(written))
    # Models with positions of padding state no length: what they read follows from their positions alone.
    longest = int(1e30) if special is ROBERTA else LONGEST
    return Kind(made, {"tokenizer_class": name, "model_max_length": longest, **special, **settings}, written)


def word_piece(texts: list[str], lowercase: bool) -> Kind:
    made = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    made.normalizer = normalizers.BertNormalizer(lowercase=lowercase, strip_accents=None if lowercase else False)
    made.pre_tokenizer, made.decoder = pre_tokenizers.BertPreTokenizer(), decoders.WordPiece()
    trainer = trainers.WordPieceTrainer(vocab_size=WORDS, special_tokens=list(BERT.values()), show_progress=False)
    made.train_from_iterator(texts, trainer)
    _framed(made, "[CLS]", "[SEP]")
    return _kind(made, BERT, "BertTokenizer", do_lower_case=lowercase)


def byte_level(texts: list[str], special: dict[str, str], normalized: bool) -> Kind:
    """As RoBERTa's with `ROBERTA`, as ModernBERT's and DeBERTa's with `BERT`."""
    made = Tokenizer(models.BPE())
    if normalized:
        made.normalizer = normalizers.NFC()
    made.pre_tokenizer, made.decoder = pre_tokenizers.ByteLevel(add_prefix_space=False), decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=BYTES, special_tokens=list(special.values()), initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False
    )
    made.train_from_iterator(texts, trainer)
    if special is ROBERTA:
        ends = [(special[name], made.token_to_id(special[name])) for name in ("sep_token", "cls_token")]
        made.post_processor = processors.RobertaProcessing(*ends, trim_offsets=True, add_prefix_space=False)
    else:
        _framed(made, "[CLS]", "[SEP]")
    return _kind(made, special, "RobertaTokenizer" if special is ROBERTA else "PreTrainedTokenizerFast", lstrip=True)


def word_ends(texts: list[str]) -> Kind:
    """As XLM's: BPE whose words end in </w>, and a mask of another spelling."""
    made = Tokenizer(models.BPE(unk_token="<unk>", end_of_word_suffix="</w>"))
    made.normalizer = normalizers.Sequence([normalizers.NFC(), normalizers.Lowercase(), normalizers.StripAccents()])
    made.pre_tokenizer, made.decoder = pre_tokenizers.BertPreTokenizer(), decoders.BPEDecoder(suffix="</w>")
    special = list(dict.fromkeys(XLM.values()))
    made.train_from_iterator(
        texts, trainers.BpeTrainer(vocab_size=WORDS, special_tokens=special, end_of_word_suffix="</w>", show_progress=False)
    )
    _framed(made, "<s>", "</s>")
    return _kind(made, XLM, "XLMTokenizer")


def _trained_unigram(texts: list[str], normalizer: normalizers.Normalizer, special: dict[str, str]) -> dict[str, Any]:
    made = Tokenizer(models.Unigram())
    made.normalizer, made.pre_tokenizer, made.decoder = normalizer, pre_tokenizers.Metaspace(), decoders.Metaspace()
    trainer = trainers.UnigramTrainer(
        vocab_size=PIECES, special_tokens=list(special.values()), unk_token=special["unk_token"], show_progress=False
    )
    made.train_from_iterator(texts, trainer)
    _framed(made, special["cls_token"], special["sep_token"])
    return json.loads(made.to_str())


def _map() -> normalizers.Normalizer:
    return normalizers.Precompiled(compiled(replacements()))


def _of(written: dict[str, Any], special: dict[str, str], name: str, **settings: Any) -> Kind:
    return _kind(Tokenizer.from_str(json.dumps(written)), special, name, lstrip=True, **settings)


def unigram_of_xlm_roberta(texts: list[str]) -> Kind:
    """With the map of SentencePiece, and Metaspace in the older keys in which most files at the Hub have it."""
    written = _trained_unigram(texts, _map(), ROBERTA)
    kind = _of(written, ROBERTA, "XLMRobertaTokenizer")
    old = {"type": "Metaspace", "replacement": "▁", "str_rep": "▁", "add_prefix_space": True}
    split = {"type": "Sequence", "pretokenizers": [{"type": "WhitespaceSplit"}, old]}
    changed = kind.written | {"pre_tokenizer": split, "decoder": old}
    return Kind(Tokenizer.from_str(json.dumps(changed)), kind.settings, changed)


def unigram_of_albert(texts: list[str]) -> Kind:
    """Folds quotes, accents and case before the map."""
    steps = [normalizers.Replace("``", '"'), normalizers.Replace("''", '"'), normalizers.NFKD(), normalizers.StripAccents(), normalizers.Lowercase()]
    return _of(_trained_unigram(texts, normalizers.Sequence([*steps, _map()]), BERT), BERT, "AlbertTokenizer", do_lower_case=True)


def unigram_of_deberta(texts: list[str]) -> Kind:
    """Strips the ends, and folds several blanks into one."""
    steps = [normalizers.Strip(), _map(), normalizers.Replace(Regex(" {2,}"), "▁")]
    return _of(_trained_unigram(texts, normalizers.Sequence(steps), BERT), BERT, "DebertaV2Tokenizer", split_by_punct=False)


def unigram_with_bytes(texts: list[str]) -> Kind:
    """What no piece holds becomes its bytes; nothing is unknown."""
    written = _trained_unigram(texts, normalizers.Replace(" ", "▁"), ROBERTA)
    worst = min(score for _, score in written["model"]["vocab"])
    written["model"]["vocab"] += [[f"<0x{byte:02X}>", worst - 1] for byte in range(256)]
    written["model"]["byte_fallback"] = True
    written["pre_tokenizer"] = {"type": "Metaspace", "replacement": "▁", "prepend_scheme": "always", "split": False}
    written["normalizer"] = None
    steps = [{"type": "Replace", "pattern": {"String": "▁"}, "content": " "}, {"type": "ByteFallback"}, {"type": "Fuse"}]
    written["decoder"] = {"type": "Sequence", "decoders": [*steps, {"type": "Strip", "content": " ", "start": 1, "stop": 0}]}
    return _of(written, ROBERTA, "PreTrainedTokenizerFast")


def all_kinds(texts: list[str]) -> dict[str, Kind]:
    return {
        "wordpiece-uncased": word_piece(texts, True),
        "wordpiece-cased": word_piece(texts, False),
        "bytes-roberta": byte_level(texts, ROBERTA, False),
        "bytes-modernbert": byte_level(texts, BERT, True),
        "word-ends-xlm": word_ends(texts),
        "unigram-xlm-roberta": unigram_of_xlm_roberta(texts),
        "unigram-albert": unigram_of_albert(texts),
        "unigram-deberta": unigram_of_deberta(texts),
        "unigram-byte-fallback": unigram_with_bytes(texts),
    }




def held_kinds(folder: Path) -> dict[str, Kind]:
    """The tokenizers that lie in a folder. Trained again they would be others: the trainers break ties in any order."""
    found = {}
    for place in sorted(folder.glob("*")):
        written, settings = (json.loads((place / name).read_text(encoding="utf-8")) for name in ("tokenizer.json", "tokenizer_config.json"))
        found[place.name] = Kind(Tokenizer.from_str(json.dumps(written)), settings, written)
    return found
