"""Errors that a user can act on. Their text is one line: what is wrong, where, what to do."""


class CuoshiError(Exception):
    """Base of every error that cuoshi raises on purpose."""


class ReadError(CuoshiError):
    """A file holds no text that can be read; in a corpus run it becomes a row of ``skipped.csv``."""


class UnsupportedFormatError(ReadError):
    """The file's type is none that cuoshi reads."""


class MissingDependencyError(CuoshiError):
    """An optional package is needed; the text gives the exact ``pip install`` line."""


class ModelError(CuoshiError):
    """A model folder is incomplete or does not fit this version."""


class SchemeError(CuoshiError):
    """A coding scheme is not allowed, or its file cannot be read."""


def first_line(error: Exception) -> str:
    """What a library's error says, in one line; its kind where it says nothing."""
    return (str(error).splitlines() or [type(error).__name__])[0]
