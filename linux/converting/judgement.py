# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Which calls are converted. A call is left unless everything is known that must be known.

A map and the unmaps that may end its mapping are converted together, and with them the other
maps that these unmaps may end: they form a group. What speaks against one speaks against all.
"""

from dataclasses import dataclass

from converting.coccinelle import Facts
from converting.source import Call

OUT_OF_ORDER = "unmapped out of order"
IN_MACRO = "in a macro"
NO_CALL = "no call"
NOT_UNDERSTOOD = "Coccinelle does not understand this code"
NO_VARIABLE = "not simply in a variable"
NO_UNMAP = "no unmap in the same function"
SOME_PATHS = "not unmapped on every path"
NO_MAP = "no map in the same function"
GROUP = "belongs to what is left"


@dataclass(frozen=True)
class Reason:
    """Why a call is left: the kind, details, and the line of what speaks against it."""

    why: str
    detail: str = ""
    line: int = 0

    def at(self, call: Call) -> str:
        """In words, for a call that is left."""
        where = f"line {self.line}" if self.line and self.line != call.line else ""
        notes = ", ".join(filter(None, (self.detail, where)))
        return f"{self.why} ({notes})" if notes else self.why


@dataclass
class Verdict:
    """A call, and why it is left; no reason if it is converted."""

    call: Call
    reason: Reason | None = None


def _groups(facts: Facts) -> dict[str, frozenset[str]]:
    """place -> the places of its group."""
    groups: dict[str, set[str]] = {}
    for first, second in sorted(facts.pairs):
        merged = groups.setdefault(first, {first}) | groups.setdefault(second, {second})
        for place in merged:
            groups[place] = merged
    return {place: frozenset(group) for place, group in groups.items()}


def _unknown(call: Call, facts: Facts) -> Reason | None:
    """Whether Coccinelle could judge this call at all."""
    if call.in_macro:
        return Reason(IN_MACRO)
    if not call.is_call:
        return Reason(NO_CALL, "only its name")
    if facts.problem:
        return Reason(NOT_UNDERSTOOD, facts.problem)
    if call.place not in facts.seen:
        return Reason(NOT_UNDERSTOOD, "or it is no call")
    return None


def _own(call: Call, facts: Facts, any_order: bool) -> Reason | None:
    """What speaks against a call itself."""
    unknown = _unknown(call, facts)
    if unknown:
        return unknown
    for line, why, detail in sorted(facts.left.get(call.place, [])):
        if not (any_order and why == OUT_OF_ORDER):
            return Reason(why, detail, line)
    paired = {place for pair in facts.pairs for place in pair}
    if not call.is_map:
        return None if call.place in paired else Reason(NO_MAP)
    if call.place not in facts.maps:
        return Reason(NO_VARIABLE)
    if call.place not in paired:
        return Reason(NO_UNMAP)
    return None if call.place in facts.closed else Reason(SOME_PATHS)


def judge(calls: list[Call], facts: Facts, any_order: bool = False) -> list[Verdict]:
    """What becomes of each call."""
    groups = _groups(facts)
    own = {call.place: _own(call, facts, any_order) for call in calls}
    verdicts = []
    for call in calls:
        reason = own[call.place]
        group = groups.get(call.place, ())
        others = [each for each in calls if each.place in group and own[each.place]]
        if not reason and others:
            reason = Reason(GROUP, others[0].name + "()", others[0].line)
        if not reason and not group <= own.keys():
            reason = Reason(NOT_UNDERSTOOD, "it belongs to a call that is elsewhere")
        verdicts.append(Verdict(call, reason))
    return verdicts
