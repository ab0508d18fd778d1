"""The book on paper: all its pages in one PDF, with a cover, page numbers and links."""
