// Names of parameters, taken apart: `layers.<index>.<tensor>`, `layers.<index>.reverse.<tensor>` for
// the backward direction, `readout.<tensor>`.

/** Where a parameter belongs. */
export type TensorName =
  | {
      readonly part: 'layer';
      readonly layer: number;
      readonly isReverse: boolean;
      /** Such as `Wxh`. */
      readonly tensor: string;
    }
  | { readonly part: 'readout'; readonly tensor: string };

const LAYER = /^layers\.(0|[1-9]\d{0,3})\.(reverse\.)?([A-Za-z]\w*)$/;
const READOUT = /^readout\.([A-Za-z]\w*)$/;

/**
 * Takes the name of a parameter apart.
 * @returns null for any other name
 */
export function parseTensorName(name: string): TensorName | null {
  const [, layer, reverse, tensor] = LAYER.exec(name) ?? [];
  if (layer !== undefined && tensor !== undefined) {
    return { part: 'layer', layer: Number(layer), isReverse: reverse !== undefined, tensor };
  }
  const [, ofReadout] = READOUT.exec(name) ?? [];
  return ofReadout === undefined ? null : { part: 'readout', tensor: ofReadout };
}

/** Prefix of the parameters of one direction of a layer. */
export function directionPrefix(layer: number, isReverse: boolean): string {
  return `layers.${layer}.${isReverse ? 'reverse.' : ''}`;
}
