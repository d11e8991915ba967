// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
// The conversion: new names for the calls that nothing speaks against. KMAP_CALLS names a
// file with their places, "line:column" on each line.

@initialize:python@
@@
import os
with open(os.environ["KMAP_CALLS"]) as opened:
    WANTED = set(opened.read().split())

def is_wanted(positions):
    return f"{positions[0].line}:{positions[0].column}" in WANTED

@convert@
position p : script:python() { is_wanted(p) };
@@
(
- kmap_atomic@p
+ kmap_local_page
  (...)
|
- kmap_atomic_pfn@p
+ kmap_local_pfn
  (...)
|
- kmap_atomic_prot@p
+ kmap_local_page_prot
  (...)
|
- kunmap_atomic@p
+ kunmap_local
  (...)
|
- io_mapping_map_atomic_wc@p
+ io_mapping_map_local_wc
  (...)
|
- io_mapping_unmap_atomic@p
+ io_mapping_unmap_local
  (...)
)
