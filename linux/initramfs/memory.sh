# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# There is high memory, and what is written to it can be read.

. /lib.sh
say memory 1..4
say memory "# HighTotal: $(meminfo HighTotal) kB, LowTotal: $(meminfo LowTotal) kB"
check memory "there is high memory" test "$(meminfo HighTotal)" -gt 0
cpus=$(grep -c ^processor /proc/cpuinfo)
check memory "all $KMAP_CPUS processors are online" test "$cpus" -eq "$KMAP_CPUS"
mkdir -p /tmp/memory
mount -t tmpfs tmpfs /tmp/memory
before=$(meminfo HighFree)
fill /tmp/memory/file
used=$((before - $(meminfo HighFree)))
say memory "# HighFree falls by $used kB"
check memory "a file of 64 MiB is in high memory" test $used -ge $((FILE_KB * 9 / 10))
check memory "it is read as it was written" is_right /tmp/memory/file
umount /tmp/memory
