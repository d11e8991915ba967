# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""For gdb: `source tools/gdb/kmap.py` gives it the commands that `help kmap` lists."""

import inspect
import sys
from pathlib import Path

# Not __file__, which is that of a script that reads this one.
HERE = str(Path(inspect.currentframe().f_code.co_filename).resolve().parent)
if HERE not in sys.path:
    sys.path.insert(0, HERE)

from kmapgdb import commands

commands.register()
