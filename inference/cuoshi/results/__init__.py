"""The results folder: its file names, its tables and what is made of them, writing and loading; ``tally``."""
