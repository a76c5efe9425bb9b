"""`python -m vbn_video` is `vbn-video`."""

from vbn_video.cli.main import main

if __name__ == "__main__":
    main()
