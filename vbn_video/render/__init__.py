"""Floor 3, the hands that write media."""
