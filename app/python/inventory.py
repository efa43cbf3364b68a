"""`osxphotos run inventory.py LIBRARY SNAPSHOT`: see immich_sync/inventory.py."""

import os
import sys

# Python would write its bytecode beside the package, and in the installed app that is inside the signed bundle.
sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from immich_sync.inventory import run  # noqa: E402

if __name__ == "__main__":
    run(sys.argv[1:])
