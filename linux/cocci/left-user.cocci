// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
// User memory: inside kmap_atomic() a page fault fails at once, and the caller tries again
// without a mapping. Without it the fault sleeps, perhaps with a lock that the fault needs.

@user@
identifier f =~ "^_*(raw_)?copy_(from|to|in|mc_to)_user.*$";
position q;
@@
f@q(...)

@script:python@
f << user.f;
q << user.q;
@@
needs(q, f, "touches user memory")

@user_value@
identifier f =~ "^_*((get|put|strncpy_from|strnlen|strlen|memdup)_user(_.*)?|clear_user)$";
position q;
@@
f@q(...)

@script:python@
f << user_value.f;
q << user_value.q;
@@
needs(q, f, "touches user memory")

@user_unsafe@
identifier f =~ "^(unsafe_(get|put|copy)_.*|user_access_begin|copyin|copyout)$";
position q;
@@
f@q(...)

@script:python@
f << user_unsafe.f;
q << user_unsafe.q;
@@
needs(q, f, "touches user memory")

// An iterator may lead to user memory.
@iter@
identifier f =~ "^_*copy_((page|folio)_)?(mc_)?(from|to)_iter(_(full|nocache|flushcache).*)?$";
position q;
@@
f@q(...)

@script:python@
f << iter.f;
q << iter.q;
@@
needs(q, f, "touches user memory")

@iter_more@
identifier f =~ "^(iov_iter_(zero|fault_in|get_pages).*|csum_and_copy_.*|hash_and_copy_.*)$";
position q;
@@
f@q(...)

@script:python@
f << iter_more.f;
q << iter_more.q;
@@
needs(q, f, "touches user memory")

@pages@
identifier f =~ "^(fault_in_.*|(get|pin)_user_pages.*)$";
position q;
@@
f@q(...)

@script:python@
f << pages.f;
q << pages.q;
@@
needs(q, f, "touches user memory")
