#!/usr/bin/env python3
import sys

from django.core.management import execute_from_command_line

from coachhub import env

if __name__ == "__main__":
    env.use_settings()
    if sys.argv[1:2] == ["runall"]:  # before the settings, which end a start without one
        env.make_secret_key()
    execute_from_command_line(sys.argv)
