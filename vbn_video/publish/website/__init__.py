"""The website's media folder as a target: pages, catalogue, storage."""
