"""What the command line shows: tagged sentences, progress, the coverage table, the codebook in short."""

from cuoshi.terminal.coverage import show_coverage
from cuoshi.terminal.inspection import show_inspection
from cuoshi.terminal.report import lines, show_report, show_scheme
from cuoshi.terminal.run import progress, show_summary

__all__ = ["lines", "progress", "show_coverage", "show_inspection", "show_report", "show_scheme", "show_summary"]
