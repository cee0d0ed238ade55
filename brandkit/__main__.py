"""`python -m brandkit`."""

from brandkit.cli import main

if __name__ == "__main__":
    main()
