"""Acts like photoscript 0.6.1, as far as it ends Photos."""

from .script_loader import run_script

__all__ = ["run_script"]
