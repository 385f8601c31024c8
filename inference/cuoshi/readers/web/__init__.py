"""Text with markup: web pages, Markdown, electronic books."""
