// How to read the tables of a suite, in few words: two lines of 80 columns at most, and nothing about
// columns that are not there.

/** What a line below a table may speak of. */
type Shown = readonly string[];

/** `error and loss: mean and deviation at the end`, of those that are there. */
function measuresNote(shown: Shown, text: string): readonly string[] {
  const measures = ['error', 'steps', 'loss'].filter((heading) => shown.includes(heading));
  return measures.length === 0 ? [] : [`${measures.join(' and ')}: ${text}`];
}

/**
 * Explains the table of groups.
 *
 * @param shown - headings of the columns that are there.
 * @returns nothing where nothing is to be explained.
 */
export function groupsNote(shown: Shown): string {
  const measures = shown.filter((heading) => heading !== 'steps');
  const ofWhich = shown.includes('diverged') ? ', without diverged runs' : '';
  return [
    ...(shown.includes('solved') ? ["solved: of finished runs, with Wilson's 95% interval"] : []),
    ...(shown.includes('steps') ? ['steps: median to solve'] : []),
    ...measuresNote(measures, `mean and deviation at the end${ofWhich}`),
  ].join('; ');
}

/**
 * Explains the table of comparisons.
 *
 * @param axis - whose values are compared.
 * @param shown - headings of the columns that are there.
 * @param canSolve - whether any of the runs can solve its task.
 */
export function comparisonsNote(axis: string, shown: Shown, canSolve: boolean): string {
  return [
    `pair: runs alike but for ${axis}`,
    `win: ${canSolve ? 'solved sooner, else ' : ''}lower loss`,
    'p: exact sign test',
    ...measuresNote(shown, 'mean difference and deviation'),
  ].join('; ');
}
