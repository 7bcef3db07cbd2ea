// Loads and compiles the WebAssembly kernels, once per width. The only part of the inner layers
// that touches the file system and V8's flags: it loads its own module.
import { readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { ConfigurationError } from '../configurationError.ts';

/** Operand width: 128 bits, or pairs of 128-bit operations merged to 256 bits by V8. */
export type SimdWidth = '128' | '256';

/** First Node release whose V8 merges pairs of SIMD operations. */
const FIRST_WIDE_MAJOR = 24;

/** The same relative place from `src/math/simd` and from `dist/math/simd`. */
const MODULE_URL = new URL('../../../dist/math/simd/kernels.wasm', import.meta.url);

/** An empty custom section named "wide": equal bytes would be given the other width's code. */
const WIDE_MARK = Uint8Array.of(0, 5, 4, 0x77, 0x69, 0x64, 0x65);

const modules = new Map<SimdWidth, WebAssembly.Module>();

/** Says whether this Node can merge operations to 256 bits. */
export function canBeWide(): boolean {
  return Number.parseInt(process.versions.node, 10) >= FIRST_WIDE_MAJOR && process.arch === 'x64';
}

/**
 * Compiles the kernels for a width; later calls return the same module.
 *
 * The baseline compiler is switched off, so that every kernel is optimised at its first call: no
 * warm-up, and what the self-test checks is what will run.
 * @throws ConfigurationError for '256' where `canBeWide` is false
 * @throws Error if the module cannot be read
 */
export function compileKernels(width: SimdWidth): WebAssembly.Module {
  const known = modules.get(width);
  if (known) return known;
  const wide = width === '256';
  if (wide && !canBeWide()) {
    throw new ConfigurationError(
      `256-bit kernels need Node ${FIRST_WIDE_MAJOR} or newer on x64, this is Node ` +
        `${process.versions.node} on ${process.arch}`,
    );
  }
  const bytes = readFileSync(MODULE_URL);
  setFlagsFromString('--no-liftoff');
  if (canBeWide()) {
    setFlagsFromString(`--${wide ? '' : 'no-'}experimental-wasm-revectorize`);
  }
  const module = new WebAssembly.Module(wide ? Buffer.concat([bytes, WIDE_MARK]) : bytes);
  modules.set(width, module);
  return module;
}
