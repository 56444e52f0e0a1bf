"""Entry point of `python -m tryage_recipe`."""

import sys

from tryage_recipe.cli import main

if __name__ == "__main__":
    sys.exit(main())
