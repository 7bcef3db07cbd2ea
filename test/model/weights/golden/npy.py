#!/usr/bin/env python3
"""A small array written by NumPy itself: the bytes the .npy encoder must give.

Writes numbers.npy: shape (2, 3), float64. Any NumPy gives the same bytes (made with 2.4 and 1.24).

    python3 npy.py
"""

from pathlib import Path

import numpy as np

numbers = np.array([[0.1, -2.5, 1e300], [5e-324, np.inf, np.nan]], dtype="<f8")
np.save(Path(__file__).with_name("numbers.npy"), numbers)
