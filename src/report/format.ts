// How numbers, shares, durations, rates and sizes are written for people. Text for machines is
// JSON and never passes through here.

/** How {@link formatNumber} writes a number. */
export interface NumberFormat {
  /** Significant digits, 1 … 17; 3 by default. */
  readonly digits?: number;
  /** Whether trailing zeros after the decimal point stay, which keeps columns aligned. */
  readonly keepZeros?: boolean;
}

const groupThousands = (digits: string): string => digits.replace(/\B(?=(\d{3})+$)/g, ',');

const dropTrailingZeros = (text: string): string =>
  text.includes('.') ? text.replace(/\.?0+$/, '') : text;

/**
 * Writes a count with thousands separators: 10000 as `10,000`.
 *
 * @param value - a count; a fraction is rounded to the nearest integer.
 */
export function formatCount(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  const digits = Math.abs(Math.round(value)).toFixed(0);
  // From 1e21 on toFixed itself turns to exponents.
  if (digits.includes('e')) return formatNumber(value);
  return `${Math.round(value) < 0 ? '-' : ''}${groupThousands(digits)}`;
}

/**
 * Writes a count and what is counted: `1 step`, `2,000 steps`.
 *
 * @param count - a count.
 * @param one - the word for one.
 * @param many - the word for any other count.
 */
export function formatCounted(count: number, one: string, many: string): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}

/**
 * Writes a number with significant digits: 0.0123, 677, 12,346, 1.23e-14, NaN.
 *
 * Fixed notation from 1e-3 to below 1e6, where whole digits are never rounded away; powers of ten
 * beyond. The sign of zero is dropped.
 *
 * @param value - any number.
 * @param format - digits and trailing zeros.
 */
export function formatNumber(value: number, format: NumberFormat = {}): string {
  const { digits = 3, keepZeros = false } = format;
  if (!Number.isFinite(value)) return String(value);
  if (value === 0) return keepZeros ? (0).toFixed(digits - 1) : '0';
  const size = Math.abs(Number(value.toPrecision(digits)));
  const tidy = keepZeros ? (text: string) => text : dropTrailingZeros;
  if (size < 1e-3 || size >= 1e6) {
    const [mantissa = '', exponent = ''] = value.toExponential(digits - 1).split('e');
    return `${tidy(mantissa)}e${exponent.replace('+', '')}`;
  }
  const integerDigits = Math.floor(Math.log10(size)) + 1;
  const fixed = value.toFixed(Math.max(0, digits - integerDigits));
  const [whole = '', fraction] = fixed.split('.');
  const sign = whole.startsWith('-') ? '-' : '';
  const grouped = `${sign}${groupThousands(whole.replace('-', ''))}`;
  return fraction === undefined ? grouped : tidy(`${grouped}.${fraction}`);
}

/**
 * Writes a positive number given by its decimal logarithm, which may lie beyond the range of a
 * double: -14.3 as `5.0e-15`, 0.5 as `3.2`.
 *
 * @param log10 - decimal logarithm, finite.
 */
export function formatPowerOfTen(log10: number): string {
  if (log10 > -3 && log10 < 6) return formatNumber(10 ** log10, { digits: 2 });
  const exponent = Math.floor(log10);
  const mantissa = (10 ** (log10 - exponent)).toFixed(1);
  const [shown, power] = mantissa === '10.0' ? ['1.0', exponent + 1] : [mantissa, exponent];
  return `${dropTrailingZeros(shown)}e${power}`;
}

/**
 * Writes a share as a percentage: 0.37 as `37%`, 0.0081 as `0.81%`.
 *
 * Only an exact 0 is `0%` and only an exact 1 is `100%`; what would round there is written as
 * `<0.01%` or `>99.99%`.
 *
 * @param fraction - a share, usually in [0, 1].
 */
export function formatPercent(fraction: number): string {
  if (!Number.isFinite(fraction)) return String(fraction);
  const percent = fraction * 100;
  const size = Math.abs(percent);
  if (size > 0 && size < 0.01) return percent > 0 ? '<0.01%' : '>-0.01%';
  if (fraction < 1 && percent > 99.99) return '>99.99%';
  const decimals = size < 1 || (size > 99.9 && fraction < 1) ? 2 : 1;
  return `${dropTrailingZeros(percent.toFixed(decimals))}%`.replace(/^-0%$/, '0%');
}

const twoDigits = (value: number): string => String(value).padStart(2, '0');

/**
 * Writes a duration with its two largest units: `850 ms`, `3.2 s`, `2 min 05 s`, `1 h 02 min`,
 * `3 d 04 h`.
 *
 * @param durationMs - milliseconds; negative values count as 0.
 * @returns the text, or `unknown` for NaN and infinities.
 */
export function formatDuration(durationMs: number): string {
  if (!Number.isFinite(durationMs)) return 'unknown';
  const milliseconds = Math.max(0, durationMs);
  if (milliseconds < 999.5) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < 59_950) return `${dropTrailingZeros((milliseconds / 1000).toFixed(1))} s`;
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${twoDigits(seconds % 60)} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 1440) return `${Math.floor(minutes / 60)} h ${twoDigits(minutes % 60)} min`;
  const hours = Math.round(minutes / 60);
  return `${formatCount(Math.floor(hours / 24))} d ${twoDigits(hours % 24)} h`;
}

const RATE_UNITS = [
  { seconds: 1, unit: 's' },
  { seconds: 60, unit: 'min' },
  { seconds: 3600, unit: 'h' },
] as const;

/**
 * Writes a rate in the unit of time that keeps it readable: `812/s`, `3.2/s`, `12/min`, `5/h`.
 *
 * @param perSecond - events per second, not negative.
 * @returns the text, or `unknown` for NaN and infinities.
 */
export function formatRate(perSecond: number): string {
  if (!Number.isFinite(perSecond)) return 'unknown';
  const { seconds, unit } = RATE_UNITS.find((row) => perSecond * row.seconds >= 1) ?? RATE_UNITS[0];
  return `${formatNumber(perSecond * seconds, { digits: 2 })}/${unit}`;
}

const BYTE_UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'] as const;

/**
 * Writes a size in binary units: `512 B`, `1.5 KiB`, `4 GiB`.
 *
 * @param sizeBytes - bytes, not negative.
 * @returns the text, or `unknown` for NaN and infinities.
 */
export function formatBytes(sizeBytes: number): string {
  if (!Number.isFinite(sizeBytes)) return 'unknown';
  let size = sizeBytes;
  let unit = 0;
  // From 1023.5 on the smaller unit would be written as 1,024.
  while (size >= 1023.5 && unit < BYTE_UNITS.length - 1) {
    size /= 1024;
    unit += 1;
  }
  return `${formatNumber(size)} ${BYTE_UNITS[unit]}`;
}
