"""Lines to headings and sentences: cleaning, sentence ends, headings, titles, outline, official numbering."""
