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

/** A flag to set and the flag that undoes it. */
type Flag = readonly [string, string];

/** No baseline code: what runs is optimised from its first call. */
const OPTIMIZED: Flag = ['--no-liftoff', '--liftoff'];

/** Nothing is left for the first call. */
const AT_ONCE: Flag = ['--no-wasm-lazy-compilation', '--wasm-lazy-compilation'];

/**
 * When the functions of a module are compiled. All kernels of training are needed; a scan needs two
 * of sixteen functions, and the others would take a tenth of a default `rnn sweep`.
 */
const MODULE_FLAGS: Readonly<Record<ModuleName, readonly Flag[]>> = {
  kernels: [OPTIMIZED, AT_ONCE],
  scan: [OPTIMIZED],
};

const WIDE: Flag = ['--experimental-wasm-revectorize', '--no-experimental-wasm-revectorize'];

const modules = new Map<string, WebAssembly.Module>();

/** Says whether this Node can merge operations to 256 bits. */
export function canBeWide(): boolean {
  return Number.parseInt(process.versions.node, 10) >= FIRST_WIDE_MAJOR && process.arch === 'x64';
}

const widthFlags = (width: SimdWidth): readonly Flag[] => (width === '256' ? [WIDE] : []);

/**
 * Compiles a module for a width; later calls return the same one.
 *
 * Functions of `kernels` are optimised here and now, those of `scan` by `firstCalls`: no warm-up, and
 * what the self-test checks is what will run.
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
  const module = withFlags([...MODULE_FLAGS[name], ...widthFlags(width)], () => {
    return new WebAssembly.Module(wide ? Buffer.concat([bytes, WIDE_MARK]) : bytes);
  });
  modules.set(key, module);
  return module;
}

/**
 * Makes the first calls of functions that a module compiles when they are called, optimised for a
 * width.
 * @param calls calls every function that will be used
 */
export function firstCalls(width: SimdWidth, calls: () => void): void {
  withFlags([OPTIMIZED, ...widthFlags(width)], calls);
}

/**
 * Runs with flags set and puts them back: V8 reads them whenever it compiles, for any module of the
 * process, and Node 26 aborts where one with baseline code is optimised without the flag for it.
 */
function withFlags<Result>(flags: readonly Flag[], run: () => Result): Result {
  for (const [set] of flags) setFlagsFromString(set);
  try {
    return run();
  } finally {
    for (const [, undo] of flags) setFlagsFromString(undo);
  }
}
