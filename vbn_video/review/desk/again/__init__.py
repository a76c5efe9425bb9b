"""Passages that are heard again while a person corrects, with the best model that is on this machine.

[start, end) of the recording ─► passages.py, one after another ─► hearing_child.py, a process that holds the model
                                                                      └─► what it heard ─► the event `candidate`
"""
