"""The panel: one row a unit and year, the columns of a category beside one another, and what is known of units."""
