# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""`make linux-bench`: instructions of mapping operations in Linux as it comes, and with kmap.

Exit status: 0 all goals are met, 1 one is missed or a step failed; others in compare.py.
"""

from boot import compare, counts, kinds


def show(version: str, stock: counts.Counts, kmap: counts.Counts) -> bool:
    """Print the table and the goals; whether all are met."""
    print(compare.heading(version))
    print(counts.show_table(stock, kmap))
    if not kmap:
        return True
    print("goal: the most that kmap may take; where there is none, what Linux takes as it comes\n")
    goals = counts.goals(stock, kmap)
    for goal in goals:
        print(goal)
    return all(goal.is_met for goal in goals)


COMPARISON = compare.Comparison(
    program="linux-bench", test=kinds.BENCH, description=__doc__, parse=counts.parse, show=show,
    as_json=counts.as_json)


def run(arguments: list[str]) -> int:
    """The program; what goes wrong becomes a line and an exit status."""
    return compare.run(COMPARISON, arguments)
