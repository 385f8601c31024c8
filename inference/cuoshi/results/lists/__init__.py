"""The lists beside the tables: what could not be read, which places are not known."""
