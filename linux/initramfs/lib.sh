# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# What the tests share. A test prints its plan, notes and results; check() counts them.

# As in linux/boot/initramfs.py.
FILE_COPIES=67
FILE_KB=65429
number=0

# say TEST TEXT: a line that no other line of the kernel's log cuts in two.
say() {
	echo "kmap-$1: $2" > /dev/kmsg
}

# check TEST NAME COMMAND...: a result, good if the command succeeds.
check() {
	test=$1 name=$2
	shift 2
	number=$((number + 1))
	if "$@"; then
		say "$test" "ok $number - $name"
	else
		say "$test" "not ok $number - $name"
	fi
}

# meminfo NAME: a line of /proc/meminfo, in kB.
meminfo() {
	sed -n "s/^$1: *\([0-9]*\) kB/\1/p" /proc/meminfo
}

# fill FILE: copies of the pattern.
fill() {
	for part in $(seq $FILE_COPIES); do
		cat /pattern || return 1
	done > "$1"
}

# is_right FILE: whether it is what fill() writes.
is_right() {
	[ "$(md5sum < "$1" | cut -d ' ' -f 1)" = "$(cat /pattern.md5)" ]
}
