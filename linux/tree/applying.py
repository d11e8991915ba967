# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""The program linux/apply."""

import argparse
import sys

from common.program import EXIT_OK, BadInput, complain
from tree import cli, journal, summary, work
from tree.checkout import refuse_local_changes
from tree.journal import Journal
from tree.plan import Plan, known_version, make_plan, read_file
from tree.problems import some

PROGRAM = "apply"


def _plan(parsed: argparse.Namespace, log: Journal | None) -> Plan:
    version = known_version(parsed.kit, parsed.tree)
    read = log.read if log else lambda name: read_file(parsed.tree, name)
    return make_plan(parsed.kit, version, read)


def _already(parsed: argparse.Namespace, log: Journal) -> int:
    """kmap is in the tree: the same, or another."""
    plan = _plan(parsed, log)
    if {name: journal.digest(content) for name, content in plan.after.items()} != log.digests:
        raise BadInput(f"{parsed.tree} has another kmap (version {log.kmap}); nothing was changed: "
                       f"linux/revert {parsed.tree} first, then apply again")
    print(f"already applied: {parsed.tree} has this kmap; nothing was changed")
    edited = log.edited()
    if edited:
        complain(PROGRAM, f"edited since it was applied: {some(edited)}")
    return EXIT_OK


def _show(parsed: argparse.Namespace, plan: Plan) -> None:
    if parsed.diff:
        out = sys.stdout.buffer
        out.writelines(line.encode("utf-8", "surrogateescape") for line in summary.unified(plan))
        out.flush()
    else:
        print(summary.summary(plan, parsed.kit.version), flush=True)


def _apply(parsed: argparse.Namespace) -> int:
    log = cli.clean(PROGRAM, parsed.tree)
    if log:
        return _already(parsed, log)
    plan = _plan(parsed, None)
    refuse_local_changes(PROGRAM, parsed.tree, list(plan.after))
    with cli.if_stopped(f"{parsed.tree} is as it was before"):
        work.put_in(journal.begin(parsed.tree, parsed.kit.version, plan), plan)
    with cli.if_stopped(f"kmap is in {parsed.tree}"):
        _show(parsed, plan)
    print(f"{parsed.tree / journal.NAME} has what linux/revert needs: keep it, but out of commits")
    return EXIT_OK


def main(arguments: list[str], about: str) -> int:
    """The program."""
    parser = cli.Parser(PROGRAM, about)
    parser.add_argument("--check", action="store_true",
                        help="compute everything, show the summary, and write nothing")
    parser.add_argument("--diff", action="store_true",
                        help="like --check, but show the differences")
    parsed = parser.parse(arguments)
    known_version(parsed.kit, parsed.tree)
    if parsed.check or parsed.diff:
        cli.only_pristine(parsed.tree)
        plan = _plan(parsed, None)
        refuse_local_changes(PROGRAM, parsed.tree, list(plan.after))
        _show(parsed, plan)
        return EXIT_OK
    with work.alone(parsed.tree):
        return _apply(parsed)
