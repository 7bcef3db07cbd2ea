// Loads and compiles the WebAssembly modules, once per width. The only part of the inner layers
// that touches the file system and V8's flags: it loads its own module.
import { readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { ConfigurationError } from '../configurationError.ts';

/** Operand width: 128 bits, or pairs of 128-bit operations merged to 256 bits by V8. */
export type SimdWidth = '128' | '256';

/** First Node release whose V8 merges pairs of SIMD operations. */
const FIRST_WIDE_MAJOR = 24;

/** A compiled module: the kernels of training, or the scan of the one-unit recurrence. */
export type ModuleName = 'kernels' | 'scan';

/** The same relative place from `src/math/simd` and from `dist/math/simd`. */
const urlOf = (name: ModuleName) =>
  new URL(`../../../dist/math/simd/${name}.wasm`, import.meta.url);

/** An empty custom section named "wide": equal bytes would be given the other width's code. */
const WIDE_MARK = Uint8Array.of(0, 5, 4, 0x77, 0x69, 0x64, 0x65);

/** Optimise at once: no baseline code, nothing left for the first call. */
const COMPILE_FLAGS: readonly (readonly [string, string])[] = [
  ['--no-liftoff', '--liftoff'],
  ['--no-wasm-lazy-compilation', '--wasm-lazy-compilation'],
];

const WIDE_FLAG: readonly [string, string] = [
  '--experimental-wasm-revectorize',
  '--no-experimental-wasm-revectorize',
];

const modules = new Map<string, WebAssembly.Module>();

/** Says whether this Node can merge operations to 256 bits. */
export function canBeWide(): boolean {
  return Number.parseInt(process.versions.node, 10) >= FIRST_WIDE_MAJOR && process.arch === 'x64';
}

/**
 * Compiles a module for a width; later calls return the same one.
 *
 * All its functions are optimised here and now: no warm-up, and what the self-test checks is what will
 * run.
 * @throws ConfigurationError for '256' where `canBeWide` is false
 * @throws Error if the module cannot be read
 */
export function compileModule(name: ModuleName, width: SimdWidth): WebAssembly.Module {
  const key = `${name} ${width}`;
  const known = modules.get(key);
  if (known) return known;
  const wide = width === '256';
  if (wide && !canBeWide()) {
    throw new ConfigurationError(
      `256-bit kernels need Node ${FIRST_WIDE_MAJOR} or newer on x64, this is Node ` +
        `${process.versions.node} on ${process.arch}`,
    );
  }
  const bytes = readFileSync(urlOf(name));
  const module = withFlags(wide ? [...COMPILE_FLAGS, WIDE_FLAG] : COMPILE_FLAGS, () => {
    return new WebAssembly.Module(wide ? Buffer.concat([bytes, WIDE_MARK]) : bytes);
  });
  modules.set(key, module);
  return module;
}

/**
 * Runs with flags set and puts them back: V8 reads them whenever it compiles, for any module of the
 * process, and Node 26 aborts where one with baseline code is optimised without the flag for it.
 * @param flags pairs of a flag to set and the flag that undoes it
 */
function withFlags<Result>(
  flags: readonly (readonly [string, string])[],
  run: () => Result,
): Result {
  for (const [set] of flags) setFlagsFromString(set);
  try {
    return run();
  } finally {
    for (const [, undo] of flags) setFlagsFromString(undo);
  }
}
