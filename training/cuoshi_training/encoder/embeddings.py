"""Word vectors from co-occurrence: what an encoder starts from.

What masked-language modelling had not learned on two cores in some minutes, counting finds in one: which words stand
near which. The vectors factorise the positive pointwise mutual information of neighbouring tokens (Levy,
Goldberg & Dagan 2015, "Improving Distributional Similarity with Lessons Learned from Word Embeddings").
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from transformers import BertModel

from cuoshi.tagging.windows import token_id
from cuoshi_training import progress
from cuoshi_training.data.corpus import TOKEN_MASK, load_shard
from cuoshi_training.encoder.pretrain import Settings, bert_config, new_model, save_encoder
from cuoshi_training.encoder.vocabulary import load as load_tokenizer
from cuoshi_training.errors import TrainingError

#: Tokens on each side that count as neighbours, the k-th with weight 1/k.
NEAR = 5
#: Exponent of the neighbours' frequencies; below one it keeps rare neighbours from looking too telling.
SMOOTHING = 0.75
#: Weighted neighbours that a token needs to get a vector; the others keep their random one.
RAREST = 20
#: Norm of a word vector, as a multiple of a position's.
WORD_NORM = 2.0
#: All embeddings, as a multiple of BERT's initial ones: the layer norm behind them takes it out again, but the same
#: learning rate moves them a quarter as far, and fine-tuning does not undo what was counted.
SCALE = 4.0
_PIECES = 16


def write_base(settings: Settings) -> Path:
    """Write a BERT checkpoint with word vectors from the token shard and random weights elsewhere.

    Takes about 12 bytes of memory for every pair of vocabulary entries: 5 GB for 20,000.

    Args:
        settings: of them ``tokens``, ``tokenizer``, ``base``, ``seed`` and the encoder's size are used.

    Returns:
        The folder of the checkpoint, ``base``.

    Raises:
        TrainingError: no ``base`` is set, the encoder is wider than the vocabulary, or the shard holds too little.
    """
    if settings.base is None:
        raise TrainingError('the settings name no base folder to write; add base = "runs/base"')
    torch.manual_seed(settings.seed)
    tokenizer = load_tokenizer(settings.tokenizer)
    size = tokenizer.get_vocab_size()
    if size <= settings.hidden:
        raise TrainingError(f"{settings.tokenizer} has {size} entries, too few for vectors of {settings.hidden}")
    tokens = load_shard(settings.tokens, size) & TOKEN_MASK
    counts = cooccurrences(tokens, size, token_id(tokenizer, "[SEP]"))
    found = word_vectors(positive_mutual_information(counts), settings.hidden)
    model = new_model(bert_config(settings, size)).bert
    insert(model, found)
    save_encoder(model, settings.tokenizer, settings.base)
    return settings.base


def cooccurrences(tokens: NDArray[np.uint16], size: int, end: int) -> Tensor:
    """Weighted counts of tokens that stand near one another in a line (size × size, symmetric).

    Args:
        tokens: token ids.
        size: entries of the vocabulary.
        end: the token that ends a line.
    """
    counts = np.zeros(size * size, dtype=np.float32)
    for piece in progress.track(np.array_split(tokens, _PIECES), "counting neighbours"):
        ids = piece.astype(np.int64)
        line = np.cumsum(ids == end)
        for distance in range(1, NEAR + 1):
            left, right = ids[:-distance], ids[distance:]
            near = (line[:-distance] == line[distance:]) & (left != end)
            pairs, times = np.unique(left[near] * size + right[near], return_counts=True)
            counts[pairs] += times.astype(np.float32) / distance
    square = torch.from_numpy(counts.reshape(size, size))
    return square + square.T


def positive_mutual_information(counts: Tensor) -> Tensor:
    """Positive pointwise mutual information, in nats, of every token with every neighbour; overwrites the counts."""
    totals = counts.sum(1)
    rare = totals < RAREST
    neighbours = totals.pow(SMOOTHING)
    neighbours /= neighbours.sum()
    counts /= totals.clamp(min=1)[:, None]
    counts /= neighbours.clamp(min=1e-12)
    counts.log_().clamp_(min=0)
    counts[rare] = 0
    counts[:, rare] = 0
    return counts


def word_vectors(information: Tensor, width: int) -> Tensor:
    """Centred unit vectors (tokens × width); zeros for tokens that are too rare.

    Raises:
        TrainingError: hardly any token has neighbours.
    """
    known = information.any(1)
    if int(known.sum()) <= width:
        raise TrainingError(
            f"only {int(known.sum())} tokens have enough neighbours for vectors of {width}; pack more text"
        )
    left, strength, _ = torch.svd_lowrank(information, q=min(width + 32, len(information)), niter=2)
    vectors = left[:, :width] * strength[:width].sqrt()
    vectors -= vectors[known].mean(0)
    return torch.nn.functional.normalize(vectors, dim=1) * known[:, None]


def insert(model: BertModel, vectors: Tensor) -> None:
    """Put unit vectors (tokens × hidden) in the place of word embeddings, and scale all embeddings.

    A token whose vector is zero keeps its random one.
    """
    embeddings = model.embeddings
    words = embeddings.word_embeddings.weight.data
    norm = embeddings.position_embeddings.weight.norm(dim=1).mean()
    found = vectors.any(1)
    words[: len(vectors)][found] = vectors[found] * norm * WORD_NORM
    for table in (embeddings.word_embeddings, embeddings.position_embeddings, embeddings.token_type_embeddings):
        table.weight.data *= SCALE
