"""What is asked of YouTube: a method for each request, and a rule for whether it may be sent again.

    methods.py (`Api`) ──► calls.py: call_idempotent, call_once, ensure ──► transport/connection.py

`Api` holds one method for each request; `ApiCalls`, from which it inherits, sends them by google-api-python-client.
"""
