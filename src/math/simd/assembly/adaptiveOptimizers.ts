// Updates of the adaptive optimizers over whole vectors of the same layout, padding included: its
// gradient is zero. The equations stand in operations/adaptiveOptimizers.ts.

/** decay·state + x, stored in its place. */
@inline
function move<T>(at: usize, decay: v128, x: v128): v128 {
  const mean = v128.add<T>(v128.mul<T>(decay, v128.load(at)), x);
  v128.store(at, mean);
  return mean;
}

/** share·x·x. */
@inline
function shareOfSquare<T>(share: v128, x: v128): v128 {
  return v128.mul<T>(v128.mul<T>(share, x), x);
}

/** p -= change. */
@inline
function subtract<T>(p: usize, change: v128): void {
  v128.store(p, v128.sub<T>(v128.load(p), change));
}

/** One Adagrad update. */
export function adagrad<T>(
  p: usize, g: usize, s: usize, length: usize, rate: f64, initial: f64, epsilon: f64,
): void {
  const r = v128.splat<T>(<T>rate), i0 = v128.splat<T>(<T>initial), e = v128.splat<T>(<T>epsilon);
  for (let o: usize = 0; o < length; o += 16) {
    const gradient = v128.load(g + o);
    const sum = v128.add<T>(v128.load(s + o), v128.mul<T>(gradient, gradient));
    v128.store(s + o, sum);
    const scale = v128.add<T>(v128.sqrt<T>(v128.add<T>(sum, i0)), e);
    subtract<T>(p + o, v128.div<T>(v128.mul<T>(r, gradient), scale));
  }
}

/** One Adadelta update. */
export function adadelta<T>(
  p: usize, g: usize, s: usize, d: usize, length: usize, rate: f64, rho: f64, epsilon: f64,
): void {
  const r = v128.splat<T>(<T>rate), e = v128.splat<T>(<T>epsilon);
  const keep = v128.splat<T>(<T>rho), take = v128.splat<T>(<T>(1 - rho));
  for (let o: usize = 0; o < length; o += 16) {
    const gradient = v128.load(g + o);
    const square = move<T>(s + o, keep, shareOfSquare<T>(take, gradient));
    const top = v128.sqrt<T>(v128.add<T>(v128.load(d + o), e));
    const bottom = v128.sqrt<T>(v128.add<T>(square, e));
    const delta = v128.mul<T>(v128.div<T>(top, bottom), gradient);
    move<T>(d + o, keep, shareOfSquare<T>(take, delta));
    subtract<T>(p + o, v128.mul<T>(r, delta));
  }
}

/** One RMSProp update; centred where m is not 0, with momentum where v is not 0. */
export function rmsprop<T>(
  p: usize, g: usize, s: usize, m: usize, v: usize, length: usize,
  rate: f64, alpha: f64, inside: f64, outside: f64, decay: f64,
): void {
  const r = v128.splat<T>(<T>rate), d = v128.splat<T>(<T>decay), zero = v128.splat<T>(0);
  const keep = v128.splat<T>(<T>alpha), take = v128.splat<T>(<T>(1 - alpha));
  const under = v128.splat<T>(<T>inside), beside = v128.splat<T>(<T>outside);
  for (let o: usize = 0; o < length; o += 16) {
    const gradient = v128.load(g + o);
    let spread = move<T>(s + o, keep, shareOfSquare<T>(take, gradient));
    if (m) {
      const mean = move<T>(m + o, keep, v128.mul<T>(take, gradient));
      spread = v128.max<T>(v128.sub<T>(spread, v128.mul<T>(mean, mean)), zero);
    }
    const scale = v128.add<T>(v128.sqrt<T>(v128.add<T>(spread, under)), beside);
    let delta = v128.div<T>(gradient, scale);
    if (v) delta = move<T>(v + o, d, delta);
    subtract<T>(p + o, v128.mul<T>(r, delta));
  }
}

/** One AMSGrad update. */
export function amsgrad<T>(
  p: usize, g: usize, m: usize, v: usize, largest: usize, length: usize,
  rate: f64, beta1: f64, beta2: f64, epsilon: f64, correction1: f64, correction2: f64,
): void {
  const r = v128.splat<T>(<T>rate), e = v128.splat<T>(<T>epsilon);
  const b1 = v128.splat<T>(<T>beta1), n1 = v128.splat<T>(<T>(1 - beta1));
  const b2 = v128.splat<T>(<T>beta2), n2 = v128.splat<T>(<T>(1 - beta2));
  const c1 = v128.splat<T>(<T>correction1), c2 = v128.splat<T>(<T>correction2);
  for (let o: usize = 0; o < length; o += 16) {
    const gradient = v128.load(g + o);
    const mean = move<T>(m + o, b1, v128.mul<T>(n1, gradient));
    const square = move<T>(v + o, b2, shareOfSquare<T>(n2, gradient));
    const most = v128.max<T>(v128.load(largest + o), square);
    v128.store(largest + o, most);
    const scale = v128.add<T>(v128.sqrt<T>(v128.mul<T>(most, c2)), e);
    subtract<T>(p + o, v128.div<T>(v128.mul<T>(r, v128.mul<T>(mean, c1)), scale));
  }
}

/** One NAdam update. */
export function nadam<T>(
  p: usize, g: usize, m: usize, v: usize, length: usize,
  beta1: f64, beta2: f64, epsilon: f64, gradientRate: f64, meanRate: f64, correction2: f64,
): void {
  const e = v128.splat<T>(<T>epsilon), c2 = v128.splat<T>(<T>correction2);
  const b1 = v128.splat<T>(<T>beta1), n1 = v128.splat<T>(<T>(1 - beta1));
  const b2 = v128.splat<T>(<T>beta2), n2 = v128.splat<T>(<T>(1 - beta2));
  const rg = v128.splat<T>(<T>gradientRate), rm = v128.splat<T>(<T>meanRate);
  for (let o: usize = 0; o < length; o += 16) {
    const gradient = v128.load(g + o);
    const mean = move<T>(m + o, b1, v128.mul<T>(n1, gradient));
    const square = move<T>(v + o, b2, shareOfSquare<T>(n2, gradient));
    const scale = v128.add<T>(v128.sqrt<T>(v128.mul<T>(square, c2)), e);
    const direction = v128.add<T>(v128.mul<T>(rg, gradient), v128.mul<T>(rm, mean));
    subtract<T>(p + o, v128.div<T>(direction, scale));
  }
}
