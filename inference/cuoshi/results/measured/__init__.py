"""How right the tags are, as a hand-coded sample or learning measured it, and what that makes of the shares."""
