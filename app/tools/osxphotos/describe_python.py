"""
Prints the version of this Python, for example 3.13, and then `venv` if it can make environments. Started by src/core/tools/python.ts, with any
Python that there is, an old one too.
"""

import sys

print("%d.%d" % sys.version_info[:2])
try:
    import ensurepip
    import venv

    del ensurepip, venv
    print("venv")
except ImportError:
    pass
