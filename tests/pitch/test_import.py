"""The engine's import is light: what is heavy waits for the first text."""

import subprocess
import sys


def test_import_needs_no_libraries() -> None:
    script = "import sys, feedback.pitch; print({'numpy', 'onnxruntime'} & {*sys.modules})"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
