"""PDF, OFD and pictures: characters with their places on a page become lines, columns, paragraphs."""
