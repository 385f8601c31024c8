"""A hand-coded sample with known probabilities of selection says how good coders and model are, and corrects shares."""
