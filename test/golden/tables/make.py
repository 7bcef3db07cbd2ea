# Writes the tables of this folder and the values in them: python3 make.py (NumPy).
import json
import os

import numpy as np

here = os.path.dirname(os.path.abspath(__file__))
rng = np.random.default_rng(1)
real = rng.normal(size=(5, 2))
whole = rng.integers(0, 100, size=(4, 3))
arrays = {
    'f8.npy': real,
    'f4.npy': real.astype('<f4'),
    'i8.npy': whole.astype('<i8'),
    'i4.npy': whole.astype('<i4'),
    'i2.npy': (whole - 50).astype('<i2'),
    'u1.npy': whole.astype('u1'),
    'fortran-f8.npy': np.asfortranarray(real),
    'fortran-i4.npy': np.asfortranarray(whole.astype('<i4')),
    'one-dimension.npy': real[:, 0],
}
for name, array in arrays.items():
    np.save(os.path.join(here, name), array)
expected = {name: np.atleast_2d(a if a.ndim == 2 else a[:, None]).astype(float).tolist() for name, a in arrays.items()}
with open(os.path.join(here, 'expected.json'), 'w') as file:
    json.dump(expected, file, indent=1)
np.savetxt(os.path.join(here, 'written.csv'), real, delimiter=',', header='a,b', comments='', fmt='%.17g')
