"""What is asked of YouTube, over one connection, and how often."""
