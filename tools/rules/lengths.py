# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Rules on the size and shape of functions and files."""

import ast
import re
from collections import Counter

from rules.files import C_ENDINGS, CPP_ENDINGS, Files, Function

FUNCTION_LINES_USUAL, FUNCTION_LINES_MOST = 45, 70
USUAL_PERCENT = 95
FILE_LINES_MOST = 300
# Files there may have any length.
ANY_LENGTH = "tests/"
# Each folder in it is a machine, or what machines share.
MACHINES = "kernel/arch/"
MACHINE_LINES_MOST = 1000
_CONDITION = re.compile(r"\s*#\s*(if|ifdef|ifndef|elif|else)\b")


def too_long(functions: list[Function]) -> list[str]:
    """The functions above the hard limit; and if there are too many, those above the soft limit."""
    long = [each for each in functions if each.length > FUNCTION_LINES_USUAL]
    allowed = len(functions) * (100 - USUAL_PERCENT) / 100
    if len(long) > allowed:
        return [str(each) for each in long]
    return [str(each) for each in long if each.length > FUNCTION_LINES_MOST]


def c_functions(files: Files) -> list[str]:
    """C and C++ functions that are too long."""
    return too_long(files.c_functions)


def python_functions(files: Files) -> list[str]:
    """Python functions that are too long."""
    functions = []
    for name in files.python:
        try:
            tree = ast.parse(files.text(name))
        except SyntaxError as error:
            return [f"{name}:{error.lineno}: {error.msg}"]
        functions += [Function(name, node.name, node.lineno, node.end_lineno)
                      for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    return too_long(functions)


def files(files: Files) -> list[str]:
    """Files that are too long."""
    names = [*files.of(*C_ENDINGS, *CPP_ENDINGS, ".S"), *files.python]
    lengths = {name: files.text(name).count("\n") for name in names
               if not name.startswith(ANY_LENGTH)}
    return [f"{name} has {length} lines" for name, length in lengths.items()
            if length > FILE_LINES_MOST]


def machines(files: Files) -> list[str]:
    """Folders of machines that are too long, with all that is below them."""
    lengths: Counter[str] = Counter()
    for name in files.of("", under=(MACHINES,)):
        lengths[name.removeprefix(MACHINES).split("/")[0]] += files.text(name).count("\n")
    return [f"{MACHINES}{folder} has {length} lines" for folder, length in lengths.items()
            if length > MACHINE_LINES_MOST]


def conditions_in_functions(files: Files) -> list[str]:
    """Preprocessor conditions in the middle of a function."""
    found = []
    for function in files.c_functions:
        lines = files.text(function.path).splitlines()[function.first - 1:function.last]
        found += [f"{function.path}:{number}: {line.strip()} in {function.name}()"
                  for number, line in enumerate(lines, function.first) if _CONDITION.match(line)]
    return found
