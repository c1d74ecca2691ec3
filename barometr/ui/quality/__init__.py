"""The parts of the page on sources and quality, each as HTML and as a table to take away."""
