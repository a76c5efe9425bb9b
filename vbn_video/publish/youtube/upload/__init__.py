"""One video's way onto the channel: a machine without hands, its hands, and the ledger beside them."""
