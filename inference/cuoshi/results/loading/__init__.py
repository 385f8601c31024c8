"""A results folder as page and figures take it: counts per report, places, the tagged sentences without text."""
