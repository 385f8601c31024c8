"""Which county and which year a report is of: the gazetteer, the reading of names, the place, the year."""
