"""Where places lie on a map: tiles of provinces, or the boundaries that a user has."""
