# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""A small tree of Linux, a small kmap with recipes for it, and the programs run on them."""

import shutil
import stat
import tempfile
import unittest
from pathlib import Path

from common import targets
from stopped import Done, Stopper, run
# Processes that are copies of this one need not load them again.
from tree import applying, reverting, series

SPDX = "# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause\n"
KNOWN = {"linux/recipes/versions.toml": 'known = ["5.10", "6.1"]\n',
         "include/kmap/config.h": "#define KMAP_VERSION 20100 /* 2.1.0 */\n"}
SCHED = """// SPDX-License-Identifier: GPL-2.0
#include <linux/highmem.h>

/* Ends a task. */
void end(struct task *t)
{
	free(t);
}
EXPORT_SYMBOL(end);

void run(void)
{
	if (x) {
		y();
	}
}
"""
HIGHMEM = """#ifdef CONFIG_HIGHMEM
void *kmap(void);
#else
static inline void *kmap(void) { return 0; }
#endif
"""


def makefile(version: str) -> str:
    """The top of a tree's Makefile."""
    numbers = dict(zip(("VERSION", "PATCHLEVEL", "SUBLEVEL"), version.split(".")))
    return "# SPDX\n" + "".join(f"{key} = {value}\n" for key, value in numbers.items())


TREE = {
    "Makefile": makefile("6.1.20"), "kernel/sched.c": SCHED, "include/highmem.h": HIGHMEM,
    "mm/highmem.c": "int old;\n", "mm/Makefile": "obj-y += highmem.o\n", "init/unchanged.c": "\n",
    "mm/latin.c": "/* \udce9t\udce9 */\nint x;",
}
CORE = '''subject = "mm: add kmap"
message = """
The core,
with two lines."""
[[copy]]
from = "core"
to = "mm/kmap"
pattern = "*.[ch]"
[[copy]]
from = "linux/files/mm"
'''
HOST = '''subject = "mm: use kmap"
message = "It is better."
[[remove]]
file = "mm/highmem.c"
[[edit]]
file = "mm/Makefile"
action = "substitute"
old = "highmem.o"
text = "kmap/"
[[edit]]
file = "kernel/sched.c"
at = "^#include <linux/highmem.h>"
action = "after"
text = "#include <linux/kmap.h>"
[[edit]]
file = "mm/latin.c"
action = "append"
text = "int y;"
'''
KIT = {**KNOWN, "core/a.c": "int a;\n", "core/deep/b.h": "int b;\n", "core/build.mk": "no\n",
       "linux/files/mm/kmap/glue.sh": "#!/bin/sh\n",
       "linux/recipes/10-core.toml": CORE, "linux/recipes/20-host.toml": HOST}

State = dict[str, tuple[int, bytes]]


def state(root: Path) -> State:
    """All files and folders below a folder, with their permissions."""
    return {str(path.relative_to(root)): (stat.S_IMODE(path.lstat().st_mode),
                                          path.read_bytes() if path.is_file() else b"")
            for path in root.rglob("*") if ".git" not in path.relative_to(root).parts}


def write(root: Path, files: dict[str, str]) -> None:
    """Write files below a folder."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", errors="surrogateescape")


class Fake(unittest.TestCase):
    """Tests with a tree and a kmap of their own."""

    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.folder = Path(directory.name)
        self.tree, self.kit = self.folder / "tree", self.folder / "kit"
        self.fresh_tree()
        write(self.kit, KIT)
        (self.kit / "linux/files/mm/kmap/glue.sh").chmod(0o755)

    def fresh_tree(self, **more: str) -> State:
        """Make the tree (again); how it is."""
        shutil.rmtree(self.tree, ignore_errors=True)
        write(self.tree, {**TREE, **more})
        (self.tree / "mm/Makefile").chmod(0o600)
        (self.tree / "mm/highmem.c").chmod(0o755)
        return state(self.tree)

    def recipe(self, text: str) -> None:
        """Have one recipe, with these entries."""
        for path in (self.kit / "linux/recipes").glob("[0-9]*"):
            path.unlink()
        write(self.kit, {"linux/recipes/30-only.toml": f'subject = "s"\nmessage = "m"\n{text}'})

    def run_program(self, name: str, *arguments: object, way: str = "",
                    number: int = 0) -> Done:
        """Run a program on the tree, stopped at a change if `way` says so."""
        command = [targets.REPOSITORY / "linux" / name, self.tree, *arguments, "--kmap", self.kit]
        return run(list(map(str, command)), Stopper(way, number))

    def succeeds(self, name: str, *arguments: object) -> str:
        """Run a program, which must succeed silently; what it prints."""
        done = self.run_program(name, *arguments)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        return done.stdout

    def is_refused(self, name: str, *arguments: object, status: int = 2, lines: int = 1) -> str:
        """Run a program, which must complain in a line, and change nothing; the line."""
        before = state(self.tree)
        done = self.run_program(name, *arguments)
        self.assertEqual((done.returncode, done.stdout), (status, ""), done.stderr)
        self.assertEqual(len(done.stderr.splitlines()), lines, done.stderr)
        self.assertEqual(state(self.tree), before)
        return done.stderr

    def text(self, name: str) -> str:
        """A file of the tree."""
        return (self.tree / name).read_text(encoding="utf-8", errors="surrogateescape")
