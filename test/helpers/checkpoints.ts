// Which checkpoint files a run must leave.

/** Names of the checkpoints of a run that ended after a step, sorted as text. */
export function checkpointNames(step: number, { every = 1000, keep = 2 } = {}): string[] {
  const steps = Array.from({ length: Math.floor(step / every) }, (_, i) => (i + 1) * every);
  if (step % every !== 0) steps.push(step);
  return steps
    .slice(-keep)
    .map((n) => `checkpoint-${n}.safetensors`)
    .sort();
}
