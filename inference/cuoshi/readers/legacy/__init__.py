"""Word's older formats, .doc and .rtf, by the fields and numbered lists of ``word``."""
