// Names of axes for tables: paths of the config are long, and their ends tell them apart.

/**
 * Shortens axes that are paths to their last keys, as many as it takes to tell them apart.
 *
 * @param axes - names of axes, all different.
 * @returns one heading each.
 */
export function axisHeadings(axes: readonly string[]): string[] {
  const ending = (axis: string, keys: number) => axis.split('.').slice(-keys).join('.');
  return axes.map((axis) => {
    let keys = 1;
    while (axes.some((other) => other !== axis && ending(other, keys) === ending(axis, keys))) {
      keys += 1;
    }
    return ending(axis, keys);
  });
}
