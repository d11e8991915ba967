// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
// Copies that must be made in atomic context: they rely on page faults being disabled, to fail
// instead of sleeping.

@inatomic@
identifier f =~ "^.*_inatomic(_.*)?$";
position q;
@@
f@q(...)

@script:python@
f << inatomic.f;
q << inatomic.q;
@@
needs(q, f, "a copy that must not fault")

@iter_atomic@
identifier f =~ "^(iov_iter_copy_from_user|copy_(page|folio)_from_iter)_atomic$";
position q;
@@
f@q(...)

@script:python@
f << iter_atomic.f;
q << iter_atomic.q;
@@
needs(q, f, "a copy that must not fault")

@nofault@
identifier f =~ "^.*_user_nofault$";
position q;
@@
f@q(...)

@script:python@
f << nofault.f;
q << nofault.q;
@@
needs(q, f, "a copy that must not fault")
