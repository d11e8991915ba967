# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""How QEMU runs a machine: fast, counting instructions, or on the host's own processor."""

import os
from pathlib import Path

from common import targets

FAST, COUNTING = "tcg", "icount"
KVM_DEVICE = Path("/dev/kvm")
ACCELERATORS = {
    FAST: ["-accel", "tcg,thread=multi"],
    # With the host's clock the firmware would wait for a varying number of instructions.
    COUNTING: ["-accel", "tcg,thread=single", "-icount", "shift=0,sleep=off",
               "-rtc", "base=2000-01-01,clock=vm"],
    "kvm": ["-accel", "kvm"],
}


def options(accelerator: str, qemu: targets.Qemu) -> list[str]:
    """QEMU's options for the accelerator."""
    chosen = ACCELERATORS[accelerator]
    return chosen if qemu.has_threads else \
        [each.replace("thread=multi", "thread=single") for each in chosen]


def problem(arch: str, accelerator: str) -> str:
    """Why a machine cannot use this accelerator; empty if it can."""
    known = targets.TARGETS[arch].accelerators
    if accelerator not in (known or ("tcg",)):
        return (f"ARCH={arch} has no ACCEL={accelerator}; known: {', '.join(known)}" if known
                else f"ARCH={arch} is not emulated: omit ACCEL")
    if accelerator == "kvm" and not os.access(KVM_DEVICE, os.R_OK | os.W_OK):
        return f"ACCEL=kvm needs {KVM_DEVICE}, which cannot be used here; omit ACCEL"
    return ""
