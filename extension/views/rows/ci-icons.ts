import type { CiState } from '../../../protocol/model/run.ts';
import type { Row } from './row.ts';

const icons: Readonly<Record<CiState, string>> = {
  queued: 'clock',
  waiting: 'shield',
  'setting-up': 'sync~spin',
  running: 'sync~spin',
  passed: 'pass',
  failed: 'error',
  'setup-failed': 'warning',
  cancelled: 'circle-slash',
  'timed-out': 'watch',
  interrupted: 'debug-disconnect',
  skipped: 'debug-step-over',
};

const tints: Partial<Record<CiState, 'passed' | 'failed' | 'running' | 'warned' | 'skipped'>> = {
  waiting: 'warned',
  'setting-up': 'running',
  running: 'running',
  passed: 'passed',
  failed: 'failed',
  'setup-failed': 'failed',
  'timed-out': 'failed',
  // The icon has a colour of its own in VS Code, as loud as a failure's.
  skipped: 'skipped',
};

/** A state's icon and its colour. A failure that is allowed is a warning. */
export function ciIcon(state: CiState, mayFail = false): Pick<Row, 'icon' | 'tint'> {
  const tint = tints[state];
  if (mayFail && tint === 'failed') return { icon: 'warning', tint: 'warned' };
  return { icon: icons[state], ...(tint && { tint }) };
}
