// What the register blocks share: how A is read, and one term of a sum.

/** A as it lies: its terms are neighbours, its rows apart. */
export type Straight = u8;
/** A read as Aᵀ: its rows are neighbours, its terms apart. */
export type Turned = i8;
// Which of the two a block is made for is asked by isSigned, when it is compiled.

/** s + x·b, rounded twice. */
@inline
export function add<T>(s: v128, x: v128, b: v128): v128 {
  return v128.add<T>(s, v128.mul<T>(x, b));
}
