"""What a hand-coded sample says: how good coders and model are, and shares corrected with intervals that hold."""
