"""`python -m ui.server`: see `ui.server.app`."""

from ui.server.app import main

if __name__ == "__main__":
    main()
