"""Launcher from a checkout; the commands live in brandkit/commands."""

from brandkit.cli import main

if __name__ == "__main__":
    main()
