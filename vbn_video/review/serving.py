"""The server: bound to this machine only, opened in the browser, ended when nobody looks at it any more.

a free port of 127.0.0.1 ─► uvicorn in a thread ─► access/guard.py ─► application.py
the main thread, once a second: has a file changed beside the page? is a tab open? has the command come to its end?
"""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from threading import Event, Thread
from typing import TYPE_CHECKING

from vbn_video.errors import MissingError
from vbn_video.messages import _
from vbn_video.review.access.browser_opening import Open, opened_browser
from vbn_video.review.access.browser_session import MIN_KEY_LENGTH, Session
from vbn_video.review.access.guard import Guard
from vbn_video.review.application import make_application
from vbn_video.review.desk.services import DeskServices
from vbn_video.review.media.proxies import Proxies
from vbn_video.review.running_server import RunningServer, find_server, noted

if TYPE_CHECKING:
    import uvicorn

HOST = "127.0.0.1"
TICK_S = 1.0
LAST_TAB_S = 60.0
"""How long after the last tab was closed the server ends: a reload takes a second, a browser that is started anew some more."""
NO_TAB_S = 600.0
"""How long it waits for the first."""
SHUTDOWN_S = 1
SWITCH_S = 0.0005
"""How long a thread that counts (the doubts: half a second for two hours) keeps the interpreter from one that saves. A correction
lets go of it some forty times, at each word with the disk: at Python's own 5 ms it would wait for the doubts to be found."""
STARTED_S = 10.0


@dataclass(frozen=True)
class Serving:
    """A server that answers."""

    session: Session
    desk: DeskServices

    def is_over(self) -> bool:
        """Whether nobody looks at it any more; a run that is at work is waited for."""
        came, alone_s = self.desk.hub.alone_s()
        return alone_s > (LAST_TAB_S if came else NO_TAB_S) and not self.desk.runs.any_at_work


@contextmanager
def serving(desk: DeskServices, port: int = 0, killed: RunningServer | None = None) -> Iterator[Serving]:
    """The server for as long as the context lasts; at its end the runs are asked to stop and every tab is told.

    `killed`: one that is there no more; where its port is free and no other is asked for, its tabs go on with this one.

    Raises:
        MissingError: the port is taken, or nothing can listen here.
    """
    listener = _listener_after(killed, port)
    session = Session(listener.getsockname()[1])
    if killed and killed.port == session.port and len(killed.resume_key) >= MIN_KEY_LENGTH:
        session.resume_key = killed.resume_key
    application = make_application(desk.workspace)
    application.state.desk, application.state.proxies = desk, Proxies()
    server = _server(Guard(application, session))
    thread = Thread(target=server.run, kwargs={"sockets": [listener]}, name="server", daemon=True)
    thread.start()
    switched_s = sys.getswitchinterval()
    sys.setswitchinterval(min(SWITCH_S, switched_s))
    try:
        _wait_until_started(server, thread)
        yield Serving(session, desk)
    finally:
        desk.close()
        server.should_exit = True
        thread.join(SHUTDOWN_S)
        listener.close()
        sys.setswitchinterval(switched_s)


def serve(
    desk: DeskServices,
    *,
    port: int = 0,
    project: str | None = None,
    browser: Open | None = None,
    say: Callable[[str, bool], None],
) -> None:
    """Serve the desk until nobody looks at it any more, or until what ends the command is pressed.

    `project`: the key of the project that is shown first. `browser`: opens it; None: the system's own. `say`: called once with
    the address that may be opened by hand, and whether a browser was opened.

    Raises:
        MissingError: the port is taken.
        Stop: Ctrl-C.
    """
    with serving(desk, port, find_server(desk.workspace.folder)) as server:
        session = server.session
        folder, preset = str(desk.workspace.folder), desk.settings.command_line
        note = RunningServer(folder, session.port, session.command_key, os.getpid(), session.resume_key, preset)
        with noted(note), opened_browser(session.new_address(project), browser) as has_opened:
            say(session.new_address(project), has_opened)
            while not desk.ended.wait(TICK_S) and not server.is_over():
                desk.watch.look()


def _listener_after(killed: RunningServer | None, port: int) -> socket.socket:
    """A socket at the port, at that of the server that was killed, or at any that is free."""
    if killed and not port:
        with suppress(MissingError):
            return _listener(killed.port)
    return _listener(port)


def _listener(port: int) -> socket.socket:
    """A socket of this machine's own address; nobody else on the network can reach it."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    if os.name == "posix":
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
    except (OSError, OverflowError) as error:
        listener.close()
        sentence = _("Port {port} is taken by another program. Choose another, or leave --port out: then a free one is found.")
        raise MissingError(sentence, port=port) from error
    return listener


def _server(application: Guard) -> uvicorn.Server:
    """As quiet as can be: what goes wrong is answered to the page, and addresses hold tokens that belong in no log."""
    import uvicorn

    config = uvicorn.Config(
        application,
        log_config=None,
        access_log=False,
        server_header=False,
        lifespan="off",
        ws="none",
        loop="asyncio",
        http="h11",
        timeout_graceful_shutdown=SHUTDOWN_S,
        proxy_headers=False,
    )
    return uvicorn.Server(config)


def _wait_until_started(server: uvicorn.Server, thread: Thread) -> None:
    """Until it answers; the socket listens from then on.

    Raises:
        MissingError: it did not begin.
    """
    pause = Event()
    for _turn in range(round(STARTED_S / 0.01)):
        if server.started:
            return
        if not thread.is_alive():
            break
        pause.wait(0.01)
    raise MissingError(_("The page's server did not begin here. Try again, or restart the computer."))
