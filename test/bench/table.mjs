// The bench's table as text: one row per measurement, one column per kernel width.

/** Columns that are not widths: what was measured without our kernels. */
const OTHERS = ['peer', 'all'];

/** Lays out the rows under a head that says what they were measured on. */
export function table({ node, processor, widths }, rows) {
  const columns = [...widths].sort();
  const head = ['measured', 'unit', ...columns.map((width) => `${width} bit`)];
  const lines = [head, ...rows.map((row) => cells(row, columns))];
  const longest = head.map((_, i) => Math.max(...lines.map((line) => line[i].length)));
  const text = lines.map((line) =>
    line
      .map((cell, i) => (i < 2 ? cell.padEnd(longest[i]) : cell.padStart(longest[i])))
      .join('  ')
      .trimEnd(),
  );
  return `Node ${node} on ${processor}; medians\n\n${text.join('\n')}\n`;
}

function cells({ name, unit, values }, columns) {
  const other = OTHERS.find((key) => key in values);
  const numbers = columns.map((width, i) => values[other ? (i === 0 ? other : '') : width]);
  return [name, unit, ...numbers.map(format)];
}

function format(value) {
  if (value === undefined) return '';
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(3);
}
