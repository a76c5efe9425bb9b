"""The right to act on a channel: given once by a person, kept in a file, renewed before it expires.

client secret ──consent.py──► KeptLogin ──token_file.py──► youtube-login.json
                                                              │
bearer token of each request ◄──login.py──token_exchange.py───┘ renewed at Google's token address
"""
