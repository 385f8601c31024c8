"""Measures, baselines, speed, and the gate that pins them."""
