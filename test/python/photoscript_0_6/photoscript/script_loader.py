"""An AppleScript that takes too long is run again after `killall Photos`."""

import subprocess
from typing import NoReturn

RUNSCRIPT_CONFIG: dict[str, object] = {"retry_enabled": True, "retries": 2, "wait_seconds": 5}


def configure_run_script(retry_enabled: bool | None = None) -> None:
    if retry_enabled is not None:
        RUNSCRIPT_CONFIG["retry_enabled"] = retry_enabled


def kill_photos_app(_retry_state: object) -> None:
    subprocess.run(["killall", "Photos"], check=False)


def _run_script_once(name: str, *_args: object) -> NoReturn:
    raise RuntimeError(f"run_script '{name}' failed: AppleEvent timed out. (-1712)")


def run_script(name: str, *args: object) -> object:
    try:
        return _run_script_once(name, *args)
    except RuntimeError as error:
        if not RUNSCRIPT_CONFIG["retry_enabled"] or "timed out" not in str(error):
            raise
        kill_photos_app(None)
        return _run_script_once(name, *args)
