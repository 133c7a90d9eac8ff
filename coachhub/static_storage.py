"""Static files under hashed names, compressed once; quick enough for a first `make run`."""

from collections.abc import Iterable, Iterator

import brotli
from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage

BROTLI_QUALITY = 9
"""plotly.min.js (4.8 MB): 1.2 s to 1.23 MB, where the default 11 takes 11 s to 1.11 MB (one core, brotli 1.2)."""


class StaticFilesStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # WhiteNoise has no types
    # Modules import others by their hashed names. Ours alone: Django's switch for it stumbles over htmx's extensions.
    patterns = (
        *CompressedManifestStaticFilesStorage.patterns,
        ("js/*.js", CompressedManifestStaticFilesStorage._js_module_import_aggregation_patterns[1]),
    )

    def create_compressor(self, **options: object) -> Compressor:
        return _QuickCompressor(**options)

    def compress_files(self, paths: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Only what pages name, which is the hashed files; a source map is read by a developer now and then."""
        hashed = set(self.hashed_files.values())
        named = [path for path in paths if path in hashed and not path.endswith(".map")]
        yield from super().compress_files(named)


class _QuickCompressor(Compressor):  # type: ignore[misc]  # the same
    @staticmethod
    def compress_brotli(data: bytes) -> bytes:
        compressed: bytes = brotli.compress(data, quality=BROTLI_QUALITY)
        return compressed
