import type { CiState } from '../../../protocol/model/run.ts';

/** A state in one character, beside which its word or its name stands. */
export const ciMarks: Readonly<Record<CiState, string>> = {
  queued: '○',
  waiting: '◷',
  'setting-up': '◔',
  running: '◔',
  passed: '✓',
  failed: '✗',
  'setup-failed': '✗',
  cancelled: '⊘',
  'timed-out': '✗',
  interrupted: '!',
  skipped: '–',
};
