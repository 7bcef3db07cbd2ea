// The arithmetic that may reach a result: only what every engine and processor computes with the
// same bits.
import ts from 'typescript';
import { isFreeName, type Rule } from './sources.ts';

/** Sources whose values reach a result. */
export const RESULT_PATH = /^src\/(math|cells|losses|tasks|model|training)\//;

/** Members of Math that the language specifies to the last bit, constants included. */
const EXACT_MEMBERS: ReadonlySet<string> = new Set([
  'abs',
  'ceil',
  'clz32',
  'floor',
  'fround',
  'imul',
  'max',
  'min',
  'round',
  'sign',
  'sqrt',
  'trunc',
  'E',
  'LN10',
  'LN2',
  'LOG10E',
  'LOG2E',
  'PI',
  'SQRT1_2',
  'SQRT2',
]);

/** Other names for inexact functions, and what differs by place or time. */
const FORBIDDEN_NAMES: Readonly<Record<string, string>> = {
  NativeMath: 'AssemblyScript functions of another library',
  NativeMathf: 'AssemblyScript functions of another library',
  JSMath: 'functions of the engine',
  Mathf: 'AssemblyScript functions of another library',
  Intl: 'depends on the locale',
  Date: 'depends on the clock',
  crypto: 'draws that no seed repeats',
  globalThis: 'globals that this check cannot see',
};

const FORBIDDEN_MEMBERS: Readonly<Record<string, string>> = {
  localeCompare: 'depends on the locale',
  toLocaleString: 'depends on the locale',
  toLocaleUpperCase: 'depends on the locale',
  toLocaleLowerCase: 'depends on the locale',
};

const POWERS: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.AsteriskAsteriskToken,
  ts.SyntaxKind.AsteriskAsteriskEqualsToken,
]);

/** A power of two with a constant exponent, which engines do compute exactly (see the test). */
function isConstantPowerOfTwo({ left, right }: ts.BinaryExpression): boolean {
  const exponent = ts.isPrefixUnaryExpression(right) ? right.operand : right;
  const isConstant =
    ts.isNumericLiteral(exponent) ||
    (ts.isIdentifier(exponent) && /^[A-Z][A-Z0-9_]*$/.test(exponent.text));
  return ts.isNumericLiteral(left) && left.text === '2' && isConstant;
}

/** Names arithmetic whose last bit depends on the engine, the processor, the place or the time. */
export const inexactArithmetic: Rule = (node) => {
  if (ts.isIdentifier(node) && node.text.startsWith('relaxed_')) return 'relaxed SIMD is not exact';
  if (isFreeName(node)) {
    const { text, parent } = node;
    if (Object.hasOwn(FORBIDDEN_NAMES, text)) return `${text}: ${FORBIDDEN_NAMES[text]}`;
    if (text !== 'Math') return null;
    const member = ts.isPropertyAccessExpression(parent) ? parent.name.text : null;
    if (member === null) return 'Math under another name or by a computed one';
    return EXACT_MEMBERS.has(member) ? null : `Math.${member} is not exact`;
  }
  if (ts.isPropertyAccessExpression(node)) {
    const { text } = node.name;
    return Object.hasOwn(FORBIDDEN_MEMBERS, text) ? `${text}: ${FORBIDDEN_MEMBERS[text]}` : null;
  }
  if (ts.isBinaryExpression(node) && POWERS.has(node.operatorToken.kind)) {
    return isConstantPowerOfTwo(node) ? null : '** is not exact';
  }
  return null;
};
