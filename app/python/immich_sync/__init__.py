"""The part of Immich Sync that runs inside osxphotos: what Photos holds (inventory.py), and what an export calls (hooks.py)."""
