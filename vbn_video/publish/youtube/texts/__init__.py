"""What YouTube is told of a video, and what becomes of what a person changed there."""
