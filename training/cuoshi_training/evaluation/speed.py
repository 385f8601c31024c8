"""How many sentences a second, beside the usual ways: each sentence by itself through BERT-base, and TF-IDF.

Only the ratios mean anything: all are timed in turns in one process on one machine.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from functools import partial

import torch
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors
from transformers import BertConfig, BertForSequenceClassification, PreTrainedTokenizerFast, pipeline

from cuoshi.tagging.tagger import Tagger
from cuoshi_training.data.labelled import TrainingReport
from cuoshi_training.encoder.tokenizer import SPECIAL_TOKENS, UNKNOWN
from cuoshi_training.evaluation.baselines import fitted

BERT_BASE_ENTRIES = 21_128
BATCH_SIZES = (1, 16)


def measure(
    tagger: Tagger, labelled: Sequence[TrainingReport], sentences: int = 128, turns: int = 3
) -> dict[str, float]:
    """Time the tagger and the baselines on whole reports, and BERT-base (random weights, which cost the same) on some.

    Args:
        tagger: a loaded model.
        labelled: reports; all are tagged in every turn. The baselines learn from their labels, which is not timed.
        sentences: how many sentences BERT-base gets in every turn.
        turns: each side's best turn counts.

    Returns:
        Sentences a second of ``cuoshi``, of every baseline and of ``bert-base``, the latter with the faster of two
        batch sizes, and the ``ratio`` of the first to the last.
    """
    reports = [one.report for one in labelled]
    texts = [sentence.text for report in reports for sentence in report.sentences]
    bert = bert_base(texts, len(tagger.scheme.categories))
    some = texts[:: max(1, len(texts) // sentences)][:sentences]
    sides: dict[str, Callable[[], object]] = {"cuoshi": lambda: list(tagger.tag_reports(reports))}
    sides |= {name: partial(predict, reports) for name, predict in fitted(labelled, tagger.scheme).items()}
    rates = dict.fromkeys([*sides, "bert-base"], 0.0)
    for _ in range(turns):
        for name, run in sides.items():
            rates[name] = max(rates[name], len(texts) / _seconds(run))
        for size in BATCH_SIZES:
            rates["bert-base"] = max(rates["bert-base"], len(some) / _seconds(bert, some, batch_size=size))
    return rates | {"ratio": rates["cuoshi"] / rates["bert-base"]}


def bert_base(texts: Sequence[str], labels: int) -> Callable[..., object]:
    """A ``transformers`` pipeline of BERT-base size that reads Chinese by character."""
    characters = sorted({character for text in texts for character in text.lower() if not character.isspace()})
    entries = {token: i for i, token in enumerate([*SPECIAL_TOKENS, *characters])}
    tokenizer = Tokenizer(models.WordPiece(entries, unk_token=UNKNOWN))
    tokenizer.normalizer = normalizers.BertNormalizer()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.BertProcessing(("[SEP]", entries["[SEP]"]), ("[CLS]", entries["[CLS]"]))
    torch.manual_seed(0)
    config = BertConfig(vocab_size=BERT_BASE_ENTRIES, num_labels=labels, problem_type="multi_label_classification")
    wrapped = PreTrainedTokenizerFast(tokenizer_object=tokenizer, model_max_length=config.max_position_embeddings)
    wrapped.add_special_tokens({"pad_token": SPECIAL_TOKENS[0], "unk_token": UNKNOWN})
    model = BertForSequenceClassification(config).eval()
    found: Callable[..., object] = pipeline(
        "text-classification", model=model, tokenizer=wrapped, top_k=None, truncation=True, device="cpu"
    )
    return found


def _seconds(run: Callable[..., object], *given: object, **options: object) -> float:
    start = time.perf_counter()
    run(*given, **options)
    return time.perf_counter() - start
