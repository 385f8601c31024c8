"""``coverage.xlsx``: its sheets, what their rows say, and writing them while the sentences pass."""
