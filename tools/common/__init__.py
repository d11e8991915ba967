# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""What all programs build on: processes, TAP, targets, lists, mutations.

Those in tools/ find it because Python looks for modules beside a program first.
The driver of a method of testing stands in the method's folder, with modules
that only it needs; one line of it adds tools/ to the places to look in.
"""
