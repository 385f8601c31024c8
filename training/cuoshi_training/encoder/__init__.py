"""A pre-trained BERT to start from: its vocabulary trimmed, its layers, tokenizer, optimisers, state of a run."""
