"""What test/support/tools/python-mirror.ts needs to know of a Python to copy it, as JSON."""

import json
import os
import sys
import sysconfig

shared = os.path.join(sysconfig.get_config_var("LIBDIR") or "", sysconfig.get_config_var("INSTSONAME") or "")
description = {
    "version": list(sys.version_info[:3]),
    "executable": os.path.realpath(getattr(sys, "_base_executable", sys.executable)),
    "library": sysconfig.get_path("stdlib"),
    "shared": shared if sysconfig.get_config_var("Py_ENABLE_SHARED") and os.path.isfile(shared) else None,
}
print(json.dumps(description))
