"""The results folder: its file names, its columns, writing and loading."""
