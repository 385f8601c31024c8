"""Formats of tables and how a file of one is put in place; they know nothing of what a results folder holds."""
