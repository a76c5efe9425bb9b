"""`python -m vbn_video` is `vbn-video`. Both begin here, so that who presses Ctrl-C while Python still imports is heard too."""

from vbn_video.cli.terminal import stopping


def start() -> None:
    """Run the command line; what is asked while it is being imported, it says itself."""
    try:
        stopping.install_handlers()
        _run()
    except stopping.Stop:  # raised once in a process: now the import goes through
        _run()


def _run() -> None:
    from vbn_video.cli.main import main

    main()


if __name__ == "__main__":
    start()
