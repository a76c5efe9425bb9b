"""The right to act on a channel."""
