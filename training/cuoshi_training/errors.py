"""Errors of the training commands that a user can act on: one line, no traceback. Anything else is a fault of ours."""

from cuoshi.errors import CuoshiError


class TrainingError(CuoshiError):
    """What a command was given cannot be trained on, measured or exported."""
