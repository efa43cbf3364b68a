"""What is said on standard error. src/core/photos/osxphotos-output.ts reads it."""

import sys

_said: set[str] = set()


def say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def say_slow(what: str, error: BaseException | None = None) -> None:
    """Says once that osxphotos is another than expected here, so that a slower way is taken. The result is the same."""
    if what not in _said:
        _said.add(what)
        say(" ".join(f"immich_sync: slow: {what}{f': {words(error)}' if error else ''}".split())[:300])


def words(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}"
