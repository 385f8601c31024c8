"""Coding by hand: which sentences of results or raw reports, the page and sheet to code them on, what coders said."""
