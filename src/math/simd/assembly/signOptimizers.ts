// Updates of the optimizers that look at signs, over whole vectors of the same layout, padding
// included: its gradient is zero. The equations stand in operations/signOptimizers.ts.

/** size, positive, with the sign of x; x itself where it is zero or NaN. */
@inline
function signed<T>(size: v128, x: v128): v128 {
  const signs = v128.splat<T>(<T>-0.0);
  const isOrdinary = v128.gt<T>(v128.abs<T>(x), v128.splat<T>(0));
  return v128.bitselect(v128.or(size, v128.and(x, signs)), x, isOrdinary);
}

/** One Rprop update. */
export function rprop<T>(
  p: usize, g: usize, previous: usize, steps: usize, length: usize,
  first: f64, etaMinus: f64, etaPlus: f64, minimum: f64, maximum: f64,
): void {
  const start = v128.splat<T>(<T>first), zero = v128.splat<T>(0), one = v128.splat<T>(1);
  const minus = v128.splat<T>(<T>etaMinus), plus = v128.splat<T>(<T>etaPlus);
  const least = v128.splat<T>(<T>minimum), most = v128.splat<T>(<T>maximum);
  for (let o: usize = 0; o < length; o += 16) {
    const gradient = v128.load(g + o), stored = v128.load(steps + o);
    // Signs instead of gradients: the product of two small gradients would be 0.
    const agreement = v128.mul<T>(signed<T>(one, gradient), signed<T>(one, v128.load(previous + o)));
    const agrees = v128.gt<T>(agreement, zero), opposes = v128.lt<T>(agreement, zero);
    const step = v128.bitselect(stored, start, v128.gt<T>(stored, zero));
    const grown = v128.min<T>(v128.mul<T>(step, plus), most);
    const shrunk = v128.max<T>(v128.mul<T>(step, minus), least);
    v128.store(steps + o, v128.bitselect(grown, v128.bitselect(shrunk, stored, opposes), agrees));
    const kept = v128.andnot(gradient, opposes);
    v128.store(previous + o, kept);
    const change = v128.bitselect(grown, step, agrees);
    v128.store(p + o, v128.sub<T>(v128.load(p + o), signed<T>(change, kept)));
  }
}

/** One Lion update. */
export function lion<T>(
  p: usize, g: usize, m: usize, length: usize, rate: f64, beta1: f64, beta2: f64,
): void {
  const r = v128.splat<T>(<T>rate);
  const b1 = v128.splat<T>(<T>beta1), n1 = v128.splat<T>(<T>(1 - beta1));
  const b2 = v128.splat<T>(<T>beta2), n2 = v128.splat<T>(<T>(1 - beta2));
  for (let o: usize = 0; o < length; o += 16) {
    const gradient = v128.load(g + o), mean = v128.load(m + o);
    const direction = v128.add<T>(v128.mul<T>(b1, mean), v128.mul<T>(n1, gradient));
    v128.store(m + o, v128.add<T>(v128.mul<T>(b2, mean), v128.mul<T>(n2, gradient)));
    v128.store(p + o, v128.sub<T>(v128.load(p + o), signed<T>(r, direction)));
  }
}
