"""A user's own categories: a scheme, first sentences to code, and a model learnt from them on a laptop."""
