"""A results folder to figures for a paper."""
