"""What the command line shows: tagged sentences, progress, the coverage table, the codebook in short."""

from cuoshi.terminal.coverage import show_coverage
from cuoshi.terminal.inspection import show_inspection
from cuoshi.terminal.run import progress, show_summary
from cuoshi.terminal.scheme import show_scheme
from cuoshi.terminal.tagged import lines, show_report

__all__ = ["lines", "progress", "show_coverage", "show_inspection", "show_report", "show_scheme", "show_summary"]
