// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
// All rules have looked at this file: what Coccinelle gives up does not come here.

@script:python@
@@
print("@fact", "done", cocci.files()[0], sep="\t", flush=True)
