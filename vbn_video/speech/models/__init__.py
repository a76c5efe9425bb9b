"""The models: which there are, which are here, which fit; fetched and verified.

    name ──model_list──► KnownModel ──installed──► its folder, verified (store) ──► engines/
                                        ▲
                download (the network) ─┴─ embedded (two Python packages)

`fitting.py` says before anybody waits whether a model fits into the memory that `machine.py` finds.
"""
