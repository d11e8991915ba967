# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Parts of the programs that show that the core is right: mutations, fuzzing, model, coverage."""
