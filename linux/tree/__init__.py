# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Putting kmap into a Linux tree and taking it out again: what apply, revert and export-patches
share. linux/recipes/README.md says what a recipe is.
"""
