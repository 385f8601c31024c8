"""A results folder to ``report.html``."""
