"""Runs that were begun on the page, each in a process of its own.

what the page asks for ─► run_orders.py ─► RunOrder ─► begun_runs.py: whose turn it is
                                                          └─► run_process.py ─► lines of JSON ─► run_state.py ─► every tab
"""
