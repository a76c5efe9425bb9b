"""Floor 3, the check of the finished file and its report."""
