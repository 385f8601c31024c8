"""Coding by hand: which sentences of a results folder, the page and sheet to code them on, and what coders said."""
