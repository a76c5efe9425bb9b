"""Floor 4, the steps of the pipeline: one file a step."""
