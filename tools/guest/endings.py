# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""What the exit status of QEMU or of the um kernel says: nothing if the kernel ended with success."""

import signal

# The kernel writes 0x10 to the debug-exit device; QEMU's exit status is twice that plus one. By
# semihosting, or a device of RISC-V machines, it ends QEMU with the same statuses.
QEMU_SUCCESS = 33


def qemu(status: int) -> str:
    """The meaning of QEMU's exit status; empty for success."""
    if status == QEMU_SUCCESS:
        return ""
    if status == 0:
        return "the machine reset or was switched off, as after a triple fault"
    if status == 1:
        return "QEMU could not start or run the machine"
    return f"the kernel ended with failure (QEMU's status {status})"


def aborted(status: int) -> str:
    """The same where power off is success, and a trap that cannot be taken makes QEMU abort."""
    meanings = {0: "", 1: "QEMU could not start or run the machine",
                -signal.SIGABRT: "the kernel ended with failure, which ends QEMU"}
    return meanings.get(status, f"QEMU ended with status {status}")


def switched_off(status: int) -> str:
    """The same where power off is success, and failure is QEMU's own status of it."""
    meanings = {0: "", 1: "the kernel ended with failure, or QEMU could not run the machine"}
    return meanings.get(status, f"QEMU ended with status {status}")


def um(status: int) -> str:
    """The meaning of the um kernel's exit status; empty for success."""
    meanings = {0: "", 1: "the kernel ended with failure", 2: "the kernel refused its options"}
    if status < 0:
        return f"the kernel's process was ended by {signal.Signals(-status).name}"
    return meanings.get(status, f"the kernel's process ended with status {status}")
