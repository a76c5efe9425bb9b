"""Floor 2, reading what was recorded: Zoom's folders, sidecars, streams, packets, samples."""
