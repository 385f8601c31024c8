"""The tables: their columns, rows and groups, sentences tables as they come back, and the checks of what users name."""
