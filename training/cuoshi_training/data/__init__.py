"""Labelled reports and corpus documents as training sees them."""
