"""Who may ask the server anything: the person whose browser was opened by the command, and nobody else on this machine.

the command ─► browser_opening.py ─► a private file that leads the browser to /begin?token=… (the token is on no command line)
the browser ─► /begin ──────► browser_session.py: the token, good once, becomes a cookie of this port
any request ─► guard.py ────► allowed.py: Host, Origin, the cookie, and of a change also its header and its kind of body
                          ─► the application ─► page_headers.py: what the page may load, and who may show it
"""
