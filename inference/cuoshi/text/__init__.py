"""Lines to headings and sentences: cleaning, headings, titles, outline."""
