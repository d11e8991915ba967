# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""For gdb: `source tools/gdb/kmap.py` gives it the commands that `help kmap` lists."""

import sys
from pathlib import Path

HERE = str(Path(__file__).resolve().parent)
if HERE not in sys.path:
    sys.path.insert(0, HERE)

from kmapgdb import commands

commands.register()
