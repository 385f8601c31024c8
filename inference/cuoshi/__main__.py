"""`python -m cuoshi` is the command line."""

from cuoshi.cli import main

if __name__ == "__main__":
    main()
