// Names of tensors that lie beside the weights in our own files: what training goes on from.

/** What the names of all of them begin with. */
export const TRAINING_PREFIX = 'training.';

/** Whether a tensor of a file is a weight. */
export function isWeight({ name }: { readonly name: string }): boolean {
  return !name.startsWith(TRAINING_PREFIX);
}
