"""Derives the coefficients of src/math/elementary: minimax fits by the Remez exchange at 60 digits.

Needs Debian's python3-mpmath and python3-numpy. Writes coefficients.ts to the path given:
    /usr/bin/python3 scripts/elementary/fit.py src/math/elementary/coefficients.ts
Every fit minimises the largest relative error of the function it serves. Coefficients of the
double precision functions are then rounded; those of the single precision ones are moved by units
in the last place (a fixed random walk) until the largest error of the whole float32 computation,
rounding included, stops falling.
"""

import sys

import mpmath as mp
import numpy as np

mp.mp.dps = 60
LN2 = mp.log(2)
HALF_LN2 = LN2 / 2 * mp.mpf("1.0001")  # a little wider: the reduction itself rounds


def extrema(error, low, high, count):
    """Finds count alternating extrema of error on [low, high]."""
    grid = [low + (high - low) * (1 - mp.cos(mp.pi * i / 1200)) / 2 for i in range(1201)]
    values = [error(x) for x in grid]
    runs = []
    for x, value in zip(grid, values):
        if value == 0:
            continue
        if runs and (runs[-1][1] > 0) == (value > 0):
            if abs(value) > abs(runs[-1][1]):
                runs[-1] = (x, value)
        else:
            runs.append((x, value))
    while len(runs) > count:
        if abs(runs[0][1]) < abs(runs[-1][1]):
            runs.pop(0)
        else:
            runs.pop()
    return [x for x, _ in runs], max(abs(v) for v in values)


def chebyshev_points(low, high, count):
    return [low + (high - low) * (1 - mp.cos(mp.pi * (2 * i + 1) / (2 * count))) / 2 for i in range(count)]


def fit_polynomial(target, weight, low, high, degree):
    """Returns the coefficients c of the polynomial that minimises max |weight·(target − Σ c_i x^i)|."""
    points = chebyshev_points(low, high, degree + 2)
    for _ in range(12):
        matrix = mp.matrix(degree + 2, degree + 2)
        right = mp.matrix(degree + 2, 1)
        for i, x in enumerate(points):
            for j in range(degree + 1):
                matrix[i, j] = x**j
            matrix[i, degree + 1] = (-1) ** i / weight(x)
            right[i] = target(x)
        solution = mp.lu_solve(matrix, right)
        coefficients = [solution[j] for j in range(degree + 1)]
        error = lambda x: weight(x) * (target(x) - mp.polyval(coefficients[::-1], x))
        points, largest = extrema(error, low, high, degree + 2)
        if len(points) < degree + 2:
            raise ArithmeticError("the error does not alternate")
        if largest < abs(solution[degree + 1]) * mp.mpf("1.001"):
            break
    return coefficients, largest


def fit_rational(target, weight, low, high, above, below):
    """Returns n, d of Σ n_i z^i/Σ d_i z^i with d_0 = 1 that minimise max |weight·(target − ratio)|."""
    count = above + below + 2
    points = [low + (high - low) * ((1 - mp.cos(mp.pi * (i + mp.mpf("0.7")) / count)) / 2) ** 2 for i in range(count)]
    d = [mp.mpf(1)] + [mp.mpf(0)] * below
    for round_ in range(60):
        matrix = mp.matrix(count, count)
        right = mp.matrix(count, 1)
        for i, z in enumerate(points):
            for j in range(above + 1):
                matrix[i, j] = z**j
            for j in range(1, below + 1):
                matrix[i, above + j] = -target(z) * z**j
            matrix[i, count - 1] = (-1) ** i * mp.polyval(d[::-1], z) / weight(z)
            right[i] = target(z)
        solution = mp.lu_solve(matrix, right)
        n = [solution[j] for j in range(above + 1)]
        d = [mp.mpf(1)] + [solution[above + j] for j in range(1, below + 1)]
        error = lambda z: weight(z) * (mp.polyval(n[::-1], z) / mp.polyval(d[::-1], z) - target(z))
        found, largest = extrema(error, low, high, count)
        if largest < abs(solution[count - 1]) * mp.mpf("1.01"):
            return n, d, largest
        if len(found) == count:  # half steps at first: the exchange overshoots far from the optimum
            points = [(x + y) / 2 for x, y in zip(points, found)] if round_ < 15 else found
    raise ArithmeticError("the exchange does not converge")


def exp_remainder(r):
    """q(r) of e^r = 1 + r + r²·q(r)."""
    return mp.fsum(r**k / mp.factorial(k + 2) for k in range(40))


def log_remainder(z):
    """R(z) of log((1+s)/(1−s)) = 2s + s·z·R(z) with z = s²."""
    return mp.fsum(2 * z**k / (2 * k + 3) for k in range(60))


def sin_remainder(z):
    """S(z) of sin r = r + r·z·S(z) with z = r²."""
    return mp.fsum((-1) ** (k + 1) * z**k / mp.factorial(2 * k + 3) for k in range(30))


def cos_remainder(z):
    """C(z) of cos r = 1 − z/2 + z²·C(z) with z = r²."""
    return mp.fsum((-1) ** k * z**k / mp.factorial(2 * k + 4) for k in range(30))


def tanh_remainder(z):
    """G(z) of 2·tanh(x/2) = x + x·z·G(z) with z = x²."""
    if z < mp.mpf(10) ** -12:
        return -mp.mpf(1) / 12 + z / 120 - 17 * z * z / 20160
    x = mp.sqrt(z)
    return (2 * mp.tanh(x / 2) - x) / (x * z)


def tanh_weight(z):
    """Relative error of tanh(x) per error of G(z): 1/cosh(x) forgives what saturation hides."""
    if z < mp.mpf(10) ** -30:
        return mp.mpf(10) ** -20
    x = mp.sqrt(z)
    return z * x / (2 * mp.tanh(x / 2)) * mp.sech(x)


def fit_tanh(bound, above, below):
    """Returns the coefficients above and below the line of G; the highest one below is 1 and left out."""
    n, d, error = fit_rational(tanh_remainder, tanh_weight, mp.mpf(0), mp.mpf(bound) ** 2, above, below)
    return [c / d[-1] for c in n], [c / d[-1] for c in d[:-1]], error


SINGLE = np.float32


def horner(z, coefficients):
    value = coefficients[-1]
    for c in coefficients[-2::-1]:
        value = value * z + c
    return value


def tanh_single(coefficients):
    n, d = coefficients[:3], coefficients[3:]
    x = TANH_X
    z = x * x
    t = x + x * z * horner(z, list(n)) / horner(z, [*d, SINGLE(1)])
    value = t / (SINGLE(1) + t * t * SINGLE(0.25))
    saturates = value[-1] == 1 and value.max() == 1
    return ulp_error(value, TANH_EXACT) if saturates else np.inf


def exp_single(coefficients):
    r = EXP_X
    return ulp_error(SINGLE(1) + (r + r * r * horner(r, list(coefficients))), EXP_EXACT)


def ulp_error(value, exact):
    return np.max(np.abs(value.astype(np.float64) - exact) / np.spacing(exact.astype(np.float32)))


def walk(coefficients, worst, rounds):
    """Moves float32 coefficients by ulps while the largest error of the computation falls."""
    random = np.random.default_rng(1)
    best = np.array([float(c) for c in coefficients], dtype=SINGLE)
    error = worst(best)
    for _ in range(rounds):
        trial = best.copy()
        for i in random.choice(len(trial), random.integers(1, 4), replace=False):
            trial[i] += SINGLE(random.integers(-6, 7)) * np.spacing(trial[i])
        found = worst(trial)
        if found < error:
            best, error = trial, found
    return best, error


TANH_BOUND32 = 9.0109  # from here on tanh rounds to 1
TANH_BOUND64 = 19.0616
_random = np.random.default_rng(2)
TANH_X = np.concatenate(
    [_random.uniform(0, TANH_BOUND32, 60000), np.exp(_random.uniform(-9, 2.19, 60000)), [TANH_BOUND32]]
).astype(SINGLE)
TANH_EXACT = np.tanh(TANH_X.astype(np.float64))
EXP_X = _random.uniform(-0.34658, 0.34658, 100000).astype(SINGLE)
EXP_EXACT = np.exp(EXP_X.astype(np.float64))


def split(value, bits, parts):
    """Splits value into parts of at most bits significant bits each but the last: a sum of doubles."""
    pieces = []
    for _ in range(parts - 1):
        exponent = int(mp.floor(mp.log(abs(value), 2))) + 1 - bits
        piece = mp.floor(value * mp.mpf(2) ** -exponent) * mp.mpf(2) ** exponent
        pieces.append(piece)
        value -= piece
    return [*pieces, value]


def log_fits(degree):
    bound = ((mp.sqrt(2) - 1) / (mp.sqrt(2) + 1) * mp.mpf("1.0001")) ** 2
    return fit_polynomial(log_remainder, lambda z: z + mp.mpf(10) ** -20, mp.mpf(0), bound, degree)


def main(path):
    lines = []

    def emit(name, value, single, text):
        number = float(np.float32(float(value))) if single else float(value)
        lines.append(f"/** {text} */\nexport const {name} = {number!r};")

    def emit_all(prefix, first, values, single, text):
        for i, value in enumerate(values):
            emit(f"{prefix}{i + first}", value, single, text.format(i + first))

    print_fit = lambda name, error: print(name, "relative error 2^", mp.nstr(mp.log(error, 2), 5))

    n, d, error = fit_tanh(TANH_BOUND32, 2, 2)
    print_fit("tanh f32", error)
    walked, error = walk([*n, *d], tanh_single, 1500)
    print("  with rounding", error, "ulp")
    above, below = "Coefficient of x^(2·{}) above the line.", "Coefficient of x^(2·{}) below the line."
    emit("TANH32_BOUND", TANH_BOUND32, True, "From here on tanh rounds to 1 in single precision.")
    emit_all("TANH32_N", 0, walked[:3], True, above)
    emit_all("TANH32_D", 0, walked[3:], True, below)
    n, d, error = fit_tanh(TANH_BOUND64, 5, 6)
    print_fit("tanh f64", error)
    emit("TANH64_BOUND", TANH_BOUND64, False, "From here on tanh rounds to 1 in double precision.")
    emit_all("TANH64_N", 0, n, False, above)
    emit_all("TANH64_D", 0, d, False, below)

    weight = lambda r: r**2 / mp.exp(r) + mp.mpf(10) ** -20
    c, error = fit_polynomial(exp_remainder, weight, -HALF_LN2, HALF_LN2, 4)
    print_fit("exp f32", error)
    walked, error = walk(c, exp_single, 3000)
    print("  with rounding", error, "ulp")
    emit_all("EXP32_C", 0, walked, True, "Coefficient of r^{} in (e^r − 1 − r)/r².")
    c, error = fit_polynomial(exp_remainder, weight, -HALF_LN2, HALF_LN2, 9)
    print_fit("exp f64", error)
    emit_all("EXP64_C", 0, c, False, "Coefficient of r^{} in (e^r − 1 − r)/r².")

    for bits, degree in ((32, 2), (64, 6)):
        c, error = log_fits(degree)
        print_fit(f"log f{bits}", error / 2)
        emit_all(f"LOG{bits}_C", 0, c, bits == 32, "Coefficient of s^(2·{}) in (2·atanh(s)/s − 2)/s².")

    bound = (mp.pi / 4 * mp.mpf("1.0001")) ** 2
    tiny = mp.mpf(10) ** -20
    c, error = fit_polynomial(sin_remainder, lambda z: z + tiny, mp.mpf(0), bound, 5)
    print_fit("sin f64", error)
    emit_all("SIN64_C", 0, c, False, "Coefficient of r^(2·{}) in (sin(r)/r − 1)/r².")
    c, error = fit_polynomial(cos_remainder, lambda z: z**2 + tiny, mp.mpf(0), bound, 5)
    print_fit("cos f64", error)
    emit_all("COS64_C", 0, c, False, "Coefficient of r^(2·{}) in (cos(r) − 1 + r²/2)/r⁴.")

    lines.append("/** 1/ln 2. */\nexport const LOG2_E = Math.LOG2E;")
    emit("LOG2_E32", 1 / LN2, True, "1/ln 2 in single precision.")
    # Exponents have at most 8 (f32) and 11 (f64) bits: their products with the high part are exact.
    for bits, high_bits in ((32, 15), (64, 41)):
        high, low = split(LN2, high_bits, 2)
        emit(f"LN2_HIGH{bits}", high, bits == 32, f"ln 2 to {high_bits} bits.")
        emit(f"LN2_LOW{bits}", low, bits == 32, f"ln 2 − LN2_HIGH{bits}.")
    emit("TWO_OVER_PI", 2 / mp.pi, False, "2/π.")
    emit("TWO_PI", 2 * mp.pi, False, "2π.")
    high, middle, low = split(mp.pi / 2, 43, 3)
    emit("HALF_PI_HIGH", high, False, "π/2 to 43 bits: products with integers up to 2^10 are exact.")
    emit("HALF_PI_MIDDLE", middle, False, "The next 43 bits of π/2.")
    emit("HALF_PI_LOW", low, False, "π/2 − HALF_PI_HIGH − HALF_PI_MIDDLE.")

    head = (
        "// Coefficients of the elementary functions, written by scripts/elementary/fit.py: change them there.\n"
        "// Plain numbers only, so that TypeScript and AssemblyScript read this same file; those ending in 32\n"
        "// (and those of a function ending in 32) are single precision values written in full.\n\n"
    )
    with open(path, "w", encoding="utf-8") as file:
        file.write(head + "\n".join(lines) + "\n")


if __name__ == "__main__":
    main(sys.argv[1])
