"""Counts to shares and intervals: arithmetic on values, no files."""
