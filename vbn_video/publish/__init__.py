"""Floor 3, publishing: the ledger and the targets."""
