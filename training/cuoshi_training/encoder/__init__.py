"""A BERT to start from: vocabulary, base, pre-training, optimisers."""
