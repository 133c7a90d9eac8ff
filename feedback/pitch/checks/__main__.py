"""`python -m feedback.pitch.checks > docs/checks.md`: the catalogue of checks, made from the registry."""

import sys

from feedback.pitch.checks.catalogue import catalogue

if __name__ == "__main__":
    sys.stdout.write(catalogue())
