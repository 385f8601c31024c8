"""The results folder: its file names, columns and rows, writing and loading, ``tally``, the panel, other formats."""
