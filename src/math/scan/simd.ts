// The recurrence by SIMD kernels: points pass through a small memory of the scanner's own.
import { ArenaPlan } from '../arena.ts';
import type { Address, Precision } from '../kernels.ts';
import { compileModule, firstCalls, type SimdWidth } from '../simd/compile.ts';
import { newScanGradient, type Recurrence, type Scanner } from './scan.ts';

/** Points that pass through memory at a time: a multiple of the kernels' blocks of 64. */
const CAPACITY = 4096;

/** Points the kernels compute together; counts are rounded up to it. */
export const BLOCK = 64;

/** Numbers the kernels need beside the points: four blocks of f64. */
const SCRATCH_NUMBERS = 4 * BLOCK;

/** Points, constants and scratch memory that both kernels take, in their order. */
type ScanArguments = readonly [
  w: Address,
  u: Address,
  count: number,
  start: number,
  target: number,
  steps: number,
  scratch: Address,
];

type CostKernel = (cost: Address, ...scan: ScanArguments) => void;

type GradientKernel = (cost: Address, dw: Address, du: Address, ...scan: ScanArguments) => void;

/**
 * Makes a SIMD scanner of a width.
 * @throws ConfigurationError if this Node cannot run the width
 */
export function createSimdScanner(
  width: SimdWidth,
  precision: Precision,
  { activation, start, target, steps }: Recurrence,
): Scanner {
  const plan = new ArenaPlan(precision);
  const [w, u, cost, dw, du] = ['w', 'u', 'cost', 'dw', 'du'].map((name) =>
    plan.tensor(name, 1, CAPACITY),
  ) as [Place, Place, Place, Place, Place];
  const scratch = plan.tensor('scratch', 1, SCRATCH_NUMBERS).address;
  const arena = plan.allocate();
  const { exports } = new WebAssembly.Instance(compileModule('scan', width), {
    env: { memory: arena.memory },
  });
  const pick = (name: string): unknown => {
    const found = exports[name];
    if (!found) throw new Error(`the compiled kernels lack ${name}: build the package again`);
    return found;
  };
  const runCost = pick(`${precision}_${activation}_cost`) as CostKernel;
  const runGradient = pick(`${precision}_${activation}_gradient`) as GradientKernel;
  firstCalls(width, () => {
    const nothing = [0, 0, 0, start, target, steps, 0] as const;
    runCost(0, ...nothing);
    runGradient(0, 0, 0, ...nothing);
  });
  const views = new Map([w, u, cost, dw, du].map((place) => [place, arena.view(place)]));
  const viewOf = (place: Place) => views.get(place)!;

  /** Runs piece by piece; what lies behind the last point of a piece is computed and left. */
  const inPieces = (
    ws: Float64Array,
    us: Float64Array,
    outputs: readonly (readonly [Place, Float64Array])[],
    run: (scan: ScanArguments) => void,
  ): void => {
    for (let from = 0; from < ws.length; from += CAPACITY) {
      const to = Math.min(ws.length, from + CAPACITY);
      viewOf(w).set(ws.subarray(from, to));
      viewOf(u).set(us.subarray(from, to));
      const count = Math.ceil((to - from) / BLOCK) * BLOCK;
      run([w.address, u.address, count, start, target, steps, scratch]);
      for (const [place, values] of outputs) values.set(viewOf(place).subarray(0, to - from), from);
    }
  };
  return {
    kernels: width,
    precision,
    cost(ws, us, into = new Float64Array(ws.length)) {
      inPieces(ws, us, [[cost, into]], (scan) => runCost(cost.address, ...scan));
      return into;
    },
    gradient(ws, us, into = newScanGradient(ws.length)) {
      const outputs = [
        [cost, into.cost],
        [dw, into.dw],
        [du, into.du],
      ] as const;
      inPieces(ws, us, outputs, (scan) =>
        runGradient(cost.address, dw.address, du.address, ...scan),
      );
      return into;
    },
  };
}

type Place = ReturnType<ArenaPlan['tensor']>;
