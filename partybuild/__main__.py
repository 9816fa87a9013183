"""The command line as a module: python -m partybuild."""

import sys

from partybuild.cli import main

if __name__ == "__main__":
    sys.exit(main())
