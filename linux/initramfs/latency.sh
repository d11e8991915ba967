# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# The module measures when it is loaded, and prints what it has measured.

. /lib.sh
say latency 1..1
check latency "the module measures" insmod /kmap_latency.ko
