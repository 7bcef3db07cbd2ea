// Updates of optimizers over whole vectors of the same layout, padding included: its gradient is zero.

/** p -= rate·g. */
export function sgd<T>(p: usize, g: usize, length: usize, rate: f64): void {
  const r = v128.splat<T>(<T>rate);
  for (let o: usize = 0; o < length; o += 32) {
    const x0 = v128.sub<T>(v128.load(p + o), v128.mul<T>(r, v128.load(g + o)));
    const x1 = v128.sub<T>(v128.load(p + o, 16), v128.mul<T>(r, v128.load(g + o, 16)));
    v128.store(p + o, x0);
    v128.store(p + o, x1, 16);
  }
}

/** v = momentum·v + g; p -= rate·v, or rate·(g + momentum·v) where nesterov is 1. */
export function momentum<T>(
  p: usize, g: usize, v: usize, length: usize, rate: f64, decay: f64, nesterov: i32,
): void {
  const r = v128.splat<T>(<T>rate), d = v128.splat<T>(<T>decay);
  for (let o: usize = 0; o < length; o += 16) {
    const gradient = v128.load(g + o);
    const velocity = v128.add<T>(v128.mul<T>(d, v128.load(v + o)), gradient);
    v128.store(v + o, velocity);
    let direction = velocity;
    if (nesterov) direction = v128.add<T>(gradient, v128.mul<T>(d, velocity));
    v128.store(p + o, v128.sub<T>(v128.load(p + o), v128.mul<T>(r, direction)));
  }
}

/** One Adam update; see `adam` in kernels.ts for the equations. */
export function adam<T>(
  p: usize, g: usize, m: usize, v: usize, length: usize,
  rate: f64, beta1: f64, beta2: f64, epsilon: f64, correction1: f64, correction2: f64,
): void {
  const r = v128.splat<T>(<T>rate), e = v128.splat<T>(<T>epsilon);
  const b1 = v128.splat<T>(<T>beta1), n1 = v128.splat<T>(<T>(1 - beta1));
  const b2 = v128.splat<T>(<T>beta2), n2 = v128.splat<T>(<T>(1 - beta2));
  const c1 = v128.splat<T>(<T>correction1), c2 = v128.splat<T>(<T>correction2);
  for (let o: usize = 0; o < length; o += 16) {
    const gradient = v128.load(g + o);
    const mean = v128.add<T>(v128.mul<T>(b1, v128.load(m + o)), v128.mul<T>(n1, gradient));
    const square = v128.add<T>(
      v128.mul<T>(b2, v128.load(v + o)),
      v128.mul<T>(v128.mul<T>(n2, gradient), gradient),
    );
    v128.store(m + o, mean);
    v128.store(v + o, square);
    const root = v128.add<T>(v128.sqrt<T>(v128.mul<T>(square, c2)), e);
    const change = v128.div<T>(v128.mul<T>(r, v128.mul<T>(mean, c1)), root);
    v128.store(p + o, v128.sub<T>(v128.load(p + o), change));
  }
}
