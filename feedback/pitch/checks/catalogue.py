"""The registry as a page to read."""

from feedback.pitch.checks import CHECKS

_HEAD = """# The checks

Made from the registry by `python -m feedback.pitch.checks > docs/checks.md`; a test fails when it is not current.
An id is permanent: findings, dismissals and a cohort's settings refer to it. How each check was measured stands in
engine.md, and the texts on which it fires and stays silent in `tests/pitch/examples/`.
"""


def catalogue() -> str:
    """Markdown: the checks by family, in the order of the registry within each."""
    families = dict.fromkeys(check.family for check in CHECKS)
    parts = [_HEAD]
    for family in families:
        parts.append(f"\n## {family[0].upper()}{family[1:]}\n\n| id | title | fires when | why it matters | severity |")
        parts.append("\n| --- | --- | --- | --- | --- |\n")
        parts += [
            f"| `{check.id}` | {check.title} | {check.about} | {check.principle} | {check.severity} |\n"
            for check in CHECKS
            if check.family == family
        ]
    return "".join(parts)
