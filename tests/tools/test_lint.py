# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Tests of the rules of lint: each finds planted errors, and none in clean files."""

import shutil
import unittest

from planted import PlantedTree
from rules import layers, lengths, programs, sizes

LICENCE = "/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */\n"
CLEAN = LICENCE + "#include <kmap/kmap.h>\n\n/* As x86 does. */\nint f(void)\n{\n\treturn 0;\n}\n"


class Rules(PlantedTree):
    """The rules, on small trees."""

    always = {"core__clean_c": CLEAN}

    def test_licences(self):
        """a file without an SPDX line"""
        files = self.files(core__bad_c="int x;\n", LICENSES__A_txt="You may.\n")
        self.assertEqual(layers.licences(files), ["core/bad.c has none"])

    def test_names(self):
        """architectures, hosts and configuration in portable code are found, but not in comments"""
        bad = "#ifdef __i386__\nint linux;\n#elif CONFIG_SMP\n#endif\nint march, charm;\n"
        found = layers.names(self.files(core__bad_c=bad, kernel__good_c=bad))
        self.assertEqual(found, ["core/bad.c:1: __i386__", "core/bad.c:2: linux",
                                 "core/bad.c:3: CONFIG_SMP"])

    def test_includes(self):
        """headers that an embedding kernel need not have"""
        bad = '#include <stdint.h>\n#include "misuse.h"\n#include "task.h"\n#include <stdio.h>\n'
        found = layers.includes(self.files(core__bad_c=bad, core__misuse_h=""))
        self.assertEqual(found, ['core/bad.c includes "task.h"', "core/bad.c includes <stdio.h>"])

    def test_file_lengths(self):
        """301 lines are too many, except in tests/"""
        files = self.files(a_c="\n" * 300, b_c="\n" * 301, tests__c_c="\n" * 301)
        self.assertEqual(lengths.files(files), ["b.c has 301 lines"])

    def test_machines(self):
        """1001 lines in the folder of a machine, with those below it, are too many"""
        files = self.files(kernel__arch__a__a_c="\n" * 500, kernel__arch__a__b__a_h="\n" * 500,
                           kernel__arch__b__a_S="\n" * 500, kernel__arch__b__c__build_mk="\n" * 501,
                           kernel__drivers__a_c="\n" * 1001)
        self.assertEqual(lengths.machines(files), ["kernel/arch/b has 1001 lines"])

    def test_python_functions(self):
        """the hard limit, and the soft limit for most functions"""
        def function(lines):
            return "def f():\n" + "    x = 1\n" * (lines - 1)

        many = function(5) * 99
        self.assertEqual(lengths.python_functions(self.files(a_py=many + function(70))), [])
        files = self.files(a_py=many + function(71))
        self.assertEqual(len(lengths.python_functions(files)), 1)
        few = function(5) + function(46)
        self.assertEqual(len(lengths.python_functions(self.files(a_py=few))), 1)

    def test_programs_in_python(self):
        """a program in Python is checked, too, when its name does not say what it is"""
        program = "#!/usr/bin/env python3\ndef f():\n" + "    x = 1\n" * 300
        files = self.files(program=program, list="def f():\n" + "x" * 400)
        self.assertEqual(lengths.python_functions(files), ["program:2: f() has 301 lines"])
        self.assertEqual(lengths.files(files), ["program has 302 lines"])

    @unittest.skipUnless(shutil.which("ctags"), "needs ctags")
    def test_c_functions(self):
        """long functions, and #if in functions"""
        bad = "int f(void)\n{\n#if X\n\treturn 1;\n#endif\n" + "\tg();\n" * 70 + "}\n"
        files = self.files(core__bad_c="#if Y\n#endif\n" + bad)
        self.assertEqual(len(lengths.c_functions(files)), 1)
        self.assertEqual(lengths.conditions_in_functions(files),
                         ["core/bad.c:5: #if X in f()"])

    @unittest.skipUnless(shutil.which("ctags"), "needs ctags")
    def test_cpp_functions(self):
        """functions of classes and templates in C++ are checked as well"""
        bad = ("namespace n\n{\nclass A\n{\npublic:\n\ttemplate <typename B> int f(B)\n\t{\n"
               "#if X\n\t\treturn 1;\n#endif\n" + "\t\tg();\n" * 70 + "\t}\n};\n}\n")
        files = self.files(tests__bad_hh=bad, tests__bad_cc="int A::g()\n{\n#if X\n#endif\n}\n")
        self.assertEqual(len(lengths.c_functions(files)), 1)
        self.assertEqual(sorted(lengths.conditions_in_functions(files)),
                         ["tests/bad.cc:3: #if X in g()", "tests/bad.hh:8: #if X in f()"])

    def test_hosts(self):
        """a host with one line too many, and a missing one; comments do not count"""
        small, large = sizes.HOSTS
        line = "int x; /* of\n * two lines */\n\n"
        for name, lines in ((small, 60), (large, 121)):
            (self.root / name).parent.mkdir(parents=True, exist_ok=True)
            (self.root / name).write_text(line * lines)
        self.assertEqual(sizes.hosts(self.files()),
                         [f"{large} has 121 lines of code; 120 are allowed"])
        (self.root / large).unlink()
        self.assertEqual(sizes.hosts(self.files()),
                         [f"{large} has 0 lines of code; 120 are allowed"])

    def test_local_headers(self):
        """a header too many, and one that does not compile"""
        headers = {f"include__kmap__{letter}_h": "" for letter in "abcd"}
        local = "".join(f"#include <kmap/{letter}.h>\n" for letter in "abcd")
        files = self.files(include__kmap__local_h=local, **headers)
        self.assertEqual(sizes.local_headers(files), [])
        files = self.files(include__kmap__a_h="#include <kmap/e.h>\n", include__kmap__e_h="")
        self.assertEqual(len(sizes.local_headers(files)), 6)
        files = self.files(include__kmap__e_h="#error no\n")
        self.assertTrue(any("#error no" in line for line in sizes.local_headers(files)))

    @unittest.skipUnless(shutil.which("ctags"), "needs ctags")
    def test_callers(self):
        """a function that uses KMAP_CALLER but may be inlined"""
        head = "void good(int a,\n\t  int b) KMAP_NAMES_CALLER;\nvoid bad(int a);\n"
        code = ("void good(int a, int b)\n{\n\tf(KMAP_CALLER);\n}\n\n"
                "void bad(int a)\n{\n\tgood(f(KMAP_CALLER), a);\n}\n\n"
                "void other(void)\n{\n\tbad(1); /* not KMAP_CALLER */\n}\n")
        files = self.files(include__kmap__a_h=head, core__bad_c=code)
        self.assertEqual(sizes.callers(files),
                         ["core/bad.c:6: bad() uses KMAP_CALLER and may be inlined"])

    @unittest.skipUnless(shutil.which("cppcheck") and shutil.which("sparse"), "needs both")
    def test_programs(self):
        """errors that cppcheck and sparse find"""
        bad = "int *f(void);\nint *f(void)\n{\n\tint a[2];\n\n\ta[2] = 0;\n\treturn a;\n}\n"
        files = self.files(core__bad_c=bad, core__clean_c="int unused;\n")
        self.assertTrue(any("bad.c:6" in line for line in programs.cppcheck(files)))
        files = self.files(core__bad_c="int g(int *);\nint g(int *p) { return p == 0; }\n")
        self.assertTrue(any("NULL pointer" in line for line in programs.sparse(files)))

    def test_program_finds_more_than_one(self):
        """an error found with several setups is reported once, with the first of them"""
        setups = [(programs.SETUPS[nr], ["echo", "core/a.c:1: fault"]) for nr in (1, 0)]
        self.assertEqual(programs.in_setups(self.files(), setups),
                         [f"core/a.c:1: fault [{programs.SETUPS[1].name}]"])

    @unittest.skipUnless(shutil.which("sparse"), "needs sparse")
    def test_setups(self):
        """an error in code of one configuration only, in a file that is not the first"""
        bad = ("int g(int *);\nint g(int *p)\n{\n#ifdef KMAP_GUARD\n\treturn p == 0;\n#endif\n"
               "\treturn *p;\n}\n")
        files = self.files(core__clean_c="extern int unused;\n", core__guard_c=bad)
        found = programs.sparse(files)
        self.assertEqual(len(found), 1, found)
        self.assertRegex(found[0], r"^core/guard.c:5:.*NULL pointer \[fake machine, guards\]$")

    def test_gcc_analyzer(self):
        """a double free on one path through a function, also in an inline function"""
        bad = ("void g(int *p, int a)\n{\n\t__builtin_free(p);\n\tif (a)\n"
               "\t\t__builtin_free(p);\n}\n")
        files = self.files(core__clean_c="extern int unused;\n", core__bad_c=bad,
                           core__port_c="static inline " + bad)
        found = programs.gcc_analyzer(files)
        self.assertTrue(any("core/bad.c:5" in line and "free" in line for line in found), found)
        self.assertTrue(any("core/port.c:5" in line and "free" in line for line in found), found)

    @unittest.skipUnless(shutil.which("clang-tidy"), "needs clang-tidy")
    def test_clang_tidy(self):
        """a division by zero on one path through a function, and no error in clean code"""
        bad = "int g(int a)\n{\n\tint b = a ? 1 : 0;\n\n\treturn 5 / b;\n}\n"
        files = self.files(core__clean_c="extern int unused;\n", core__bad_c=bad)
        found = programs.clang_tidy(files)
        self.assertTrue(any("core/bad.c:5" in line and "Division" in line for line in found), found)
        clean = self.files(core__clean_c="extern int unused;\n", core__bad_c="extern int a;\n")
        self.assertEqual(programs.clang_tidy(clean), [])
