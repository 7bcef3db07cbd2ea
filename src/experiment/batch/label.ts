// The label of a value: what tables and exclusions call it.

import { isRecord } from '../schema/raw.ts';
import type { Label } from './manifest.ts';

const LONGEST_LABEL = 60;

/** Writes a value as YAML on one line. */
function flowText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flowText).join(', ')}]`;
  if (isRecord(value)) {
    const members = Object.entries(value).map(([key, below]) => `${key}: ${flowText(below)}`);
    return `{${members.join(', ')}}`;
  }
  if (typeof value !== 'string') return String(value);
  return /^[A-Za-z][\w./-]*$/.test(value) ? value : JSON.stringify(value);
}

/**
 * Names a value of an axis.
 * @param position - its place on the axis from 1, the name of what is too long to be one
 * @returns numbers, words and booleans as they are; anything else as YAML on one line
 */
export function labelOf(value: unknown, position: number): Label {
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  const text = typeof value === 'string' ? value : flowText(value);
  return text.length <= LONGEST_LABEL ? text : `value ${position}`;
}
