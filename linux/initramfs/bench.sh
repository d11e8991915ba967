# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# The module counts when it is loaded, and prints what it has counted.

. /lib.sh
say bench 1..1
check bench "the module counts" insmod /kmap_bench.ko
