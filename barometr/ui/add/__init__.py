"""The page on adding data: templates, checking a file, publishing it, and the log of publications."""
