"""How official Chinese is written: ends of sentences, joined lines, Han numerals, the numbers of headings."""
