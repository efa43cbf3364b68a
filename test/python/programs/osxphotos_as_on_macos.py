"""osxphotos with what it decides itself by the system that it runs on, as it decides it on a Mac."""

import sys

from osxphotos.__main__ import cli_main
from osxphotos.unicode import set_unicode_fs_form

set_unicode_fs_form("NFD")
sys.exit(cli_main())
