// What a report of a bifurcation diagram is made from. Data only.
import type { Branch } from '../../experiment/bifurcation/branches.ts';
import type { Diagram, DiagramPoint } from '../../experiment/bifurcation/diagram.ts';

/** A diagram with everything that is shown of it. */
export interface DiagramView {
  readonly diagram: Diagram;
  readonly branches: readonly Branch[];
  /** The recurrence at the first value of the axis. */
  readonly point: DiagramPoint;
  /** States the plot shows from bottom to top; null lets the branches decide. */
  readonly states: { readonly min: number; readonly max: number } | null;
}
