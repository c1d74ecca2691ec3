"""Parts of the page on the review of a programme."""
