"""Makes and measures what the pitch engine runs on: `python -m training train`, `python -m training evaluate`.

Needs requirements/train.in; nothing at run time imports this package.
"""
