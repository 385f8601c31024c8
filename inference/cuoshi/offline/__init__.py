"""What pages are made of that open offline in any browser and ask nothing of the network."""
