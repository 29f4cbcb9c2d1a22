"""``python -m benchmarks.dataset URL CASES``: bring a played city to so many cases."""

import sys

import django

django.setup()

from benchmarks.dataset.load import multiply  # noqa: E402  the house's hash needs the set-up above

if __name__ == "__main__":
    multiply(sys.argv[1], int(sys.argv[2]), lambda words: print(f"  {words}", flush=True))
