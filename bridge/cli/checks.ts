import type { Check } from '../adapters/check.ts';

/** A check as people read it: one line, and one more that says what to do. */
export function shown(check: Check, indent = ''): string[] {
  const line = `${indent}${check.ok ? '✓' : '✗'} ${check.name} ${check.says}`;
  return check.fix === undefined ? [line] : [line, `${indent}  → ${check.fix}`];
}
