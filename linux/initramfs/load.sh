# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# Work for those who map pages: file systems on devices whose pages are in high memory, all at
# the same time, while processes are forked; then swap.

. /lib.sh
WORKERS=4 FORKS=200 COPIES=2
CHUNK_KB=$((192 << 10))
LOAD=/tmp/load

# drop_caches: from now on files are read from their devices.
drop_caches() {
	sync
	echo 3 > /proc/sys/vm/drop_caches
}

# use_files FOLDER: write files, forget them, read and compare them.
use_files() {
	for copy in $(seq $COPIES); do
		fill "$1/$copy" || return 1
	done
	drop_caches
	for copy in $(seq $COPIES); do
		is_right "$1/$copy" || return 1
	done
	cmp "$1/1" "$1/$COPIES"
}

# file_system NAME DEVICE CHECK OPTIONS: use one that was made on a device, then have it checked.
file_system() {
	mkdir -p "/tmp/$1"
	mount -t "${1%-*}" -o "$4" "$2" "/tmp/$1" && use_files "/tmp/$1" &&
		umount "/tmp/$1" && $3 "$2" > "$LOAD/$1.check" 2>&1 && echo right > "$LOAD/$1"
}

# loop_device NUMBER: a device in a file in high memory.
loop_device() {
	truncate -s 320M "$LOAD/device$1"
	losetup "/dev/loop$1" "$LOAD/device$1"
}

# forks NUMBER: processes that each copy what they write to.
forks() {
	count=0
	for round in $(seq $FORKS); do
		word=$(echo "$round" | md5sum) && [ ${#word} -gt 32 ] && count=$((count + 1))
	done
	echo $count > "$LOAD/forks$1"
}

# all_forked: whether the work of no process was lost.
all_forked() {
	for worker in $(seq $WORKERS); do
		[ "$(cat "$LOAD/forks$worker")" = $FORKS ] || return 1
	done
}

# make_devices: busybox has an mke2fs of its own, which does not know ext4.
make_devices() {
	loop_device 0 && /sbin/mke2fs -q -t ext4 /dev/loop0 &&
		loop_device 1 && mkfs.btrfs -q /dev/loop1 && /sbin/mke2fs -q -t ext4 /dev/ram0
}

# swap_on: compressed pages in memory take what does not fit.
swap_on() {
	echo 1G > /sys/block/zram0/disksize
	mknod /dev/zram0 b "$(cut -d : -f 1 /sys/block/zram0/dev)" 0
	mkswap /dev/zram0 > /dev/null && swapon /dev/zram0
}

# swap_out: files of the pattern, then so much else that they cannot stay in memory. What
# is being allocated cannot be swapped out meanwhile, so it is done in parts.
swap_out() {
	for copy in $(seq $COPIES); do
		fill "$LOAD/swap$copy" || return 1
	done
	for chunk in $(seq $(($(meminfo MemAvailable) / CHUNK_KB + 2))); do
		fallocate -l ${CHUNK_KB}K "$LOAD/rest$chunk" || break
	done
	used=$(($(meminfo SwapTotal) - $(meminfo SwapFree)))
	say load "# $used kB are swapped out"
	[ $used -ge 65536 ]
}

swapped_is_right() {
	for copy in $(seq $COPIES); do
		is_right "$LOAD/swap$copy" || return 1
	done
}

say load 1..9
mkdir -p $LOAD
mount -t tmpfs -o size=200% tmpfs $LOAD
check load "file systems are made on loop and RAM devices" make_devices
say load "# ext4, btrfs and $WORKERS workers that fork, side by side"
before=$(meminfo HighFree)
file_system ext4-loop /dev/loop0 "e2fsck -fn" noatime &
file_system btrfs-loop /dev/loop1 "btrfs check" compress-force=lzo &
file_system ext4-ram /dev/ram0 "e2fsck -fn" noatime &
for worker in $(seq $WORKERS); do
	forks "$worker" &
done
wait
say load "# HighFree fell by $((before - $(meminfo HighFree))) kB"
check load "ext4 on a loop device: files are right" test -f $LOAD/ext4-loop
check load "btrfs on a loop device, compressed: files are right" test -f $LOAD/btrfs-loop
check load "ext4 on a RAM device: files are right" test -f $LOAD/ext4-ram
check load "processes that fork all do their work" all_forked
losetup -d /dev/loop0
losetup -d /dev/loop1
rm -f $LOAD/device*
check load "compressed swap is switched on" swap_on
check load "pages are swapped out" swap_out
rm -f $LOAD/rest*
check load "what was swapped out is right" swapped_is_right
check load "swap is switched off" swapoff /dev/zram0
