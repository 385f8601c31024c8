"""How many sentences a second, beside the usual way: each sentence by itself through a BERT-base pipeline.

Only the ratio means anything: both are timed in turns in one process on one machine.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

import torch
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors
from transformers import BertConfig, BertForSequenceClassification, PreTrainedTokenizerFast, pipeline

from cuoshi.schema import Report
from cuoshi.tagging.tagger import Tagger
from cuoshi_training.encoder.vocabulary import SPECIAL_TOKENS, UNKNOWN

BERT_BASE_ENTRIES = 21_128
BATCH_SIZES = (1, 16)


def measure(tagger: Tagger, reports: Sequence[Report], sentences: int = 128, turns: int = 3) -> dict[str, float]:
    """Time the tagger on whole reports, and BERT-base (random weights, which cost the same) on some of their sentences.

    Args:
        tagger: a loaded model.
        reports: reports; all are tagged in every turn.
        sentences: how many sentences BERT-base gets in every turn.
        turns: each side's best turn counts.

    Returns:
        Sentences a second of ``cuoshi`` and of ``bert-base``, the latter with the faster of two batch sizes, and their
        ``ratio``.
    """
    texts = [sentence.text for report in reports for sentence in report.sentences]
    bert = bert_base(texts, len(tagger.scheme.categories))
    some = texts[:: max(1, len(texts) // sentences)][:sentences]
    own, theirs = 0.0, 0.0
    for _ in range(turns):
        own = max(own, len(texts) / _seconds(list, tagger.tag_reports(reports)))
        for size in BATCH_SIZES:
            theirs = max(theirs, len(some) / _seconds(bert, some, batch_size=size))
    return {"cuoshi": own, "bert-base": theirs, "ratio": own / theirs}


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
