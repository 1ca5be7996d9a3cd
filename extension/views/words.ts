import * as vscode from 'vscode';
import type { CiRun, CiState, FailingTest, TestCounts } from '../../protocol/model/run.ts';
import { hasEnded, type Health } from '../../protocol/model/health.ts';

/** Words an instant of the bridge's clock for the reader's own place. */
export type Time = (at: number) => string;

/**
 * Text from outside as one line of plain text: what would break the line, or turn the direction of what stands beside it, becomes a
 * space or is left out.
 */
export const plain = (text: string): string =>
  text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').replace(/[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/g, '');

/** What VS Code would draw as an icon, as the words that it is. */
export const escapeIcons = (text: string): string => text.replace(/\$\([a-z0-9~-]+\)/gi, '\\$&');

/** Text for a row to pick, or of the Testing view, in which VS Code would make `$(name)` of anybody's an icon ([T2]). */
export const rowText = (text: string): string => escapeIcons(plain(text));

/** Text for a notification, in which VS Code would make `[words](command:…)` of anybody's a link that runs a command ([T2]). */
export const notice = (text: string): string => plain(text).replaceAll('](', '] (');

/** Text above or below a field, in which VS Code would make links as in a notification, and icons as in a row ([T2]). */
export const fieldText = (text: string): string => escapeIcons(notice(text));

/** Only what a browser may be sent to. VS Code makes no Uri of a page without a host. */
export const isPage = (url: string): boolean => /^https?:\/\/[^\s/?#]\S*$/.test(url);

export const shortSha = (commit: string): string => commit.slice(0, 7);

/** A branch's health as it is read. */
export function healthWord(health: Health): string {
  switch (health) {
    case 'failing':
      return vscode.l10n.t('failing');
    case 'running':
      return vscode.l10n.t('running');
    case 'passing':
      return vscode.l10n.t('passing');
    case 'unknown':
      return vscode.l10n.t('no result yet');
  }
}

/** A run's state as it is read. */
export const ciWord = (state: CiState): string => ciWords[state]();

const ciWords: Readonly<Record<CiState, () => string>> = {
  queued: () => vscode.l10n.t('queued'),
  waiting: () => vscode.l10n.t('waiting'),
  'setting-up': () => vscode.l10n.t('setting up'),
  running: () => vscode.l10n.t('running'),
  passed: () => vscode.l10n.t('passed'),
  failed: () => vscode.l10n.t('failed'),
  'setup-failed': () => vscode.l10n.t('set-up failed'),
  cancelled: () => vscode.l10n.t('cancelled'),
  'timed-out': () => vscode.l10n.t('timed out'),
  interrupted: () => vscode.l10n.t('interrupted'),
  skipped: () => vscode.l10n.t('skipped'),
};

export const filesWords = (count: number): string =>
  count === 1 ? vscode.l10n.t('1 file') : vscode.l10n.t('{0} files', count);

/** `2 failed, 12 passed`: what is nought is left out. */
export function countWords({ passed, failed, skipped }: TestCounts): string {
  const said = [
    ...(failed > 0 ? [vscode.l10n.t('{0} failed', failed)] : []),
    ...(passed > 0 ? [vscode.l10n.t('{0} passed', passed)] : []),
    ...(skipped > 0 ? [vscode.l10n.t('{0} skipped', skipped)] : []),
  ];
  return said.length > 0 ? said.join(', ') : vscode.l10n.t('no tests');
}

/** A run in a few words: `failed: 2 failed, 12 passed`. */
export const runWords = ({ state, counts }: Pick<CiRun, 'state' | 'counts'>): string =>
  counts ? `${ciWord(state)}: ${countWords(counts)}` : ciWord(state);

/** How long something took, in its two largest units. */
export function spanWords(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1_000));
  const [minutes, hours] = [Math.floor(seconds / 60), Math.floor(seconds / 3_600)];
  if (hours > 0) return vscode.l10n.t('{0} h {1} min', hours, minutes % 60);
  return minutes > 0 ? vscode.l10n.t('{0} min {1} s', minutes, seconds % 60) : vscode.l10n.t('{0} s', seconds);
}

interface Timed {
  readonly state: CiState;
  readonly queuedAt?: number | undefined;
  readonly startedAt?: number | undefined;
  readonly endedAt?: number | undefined;
}

/** When it ended, or began, or was queued, and how long it took: instants, since an age would be old a minute later. */
export function timeWords({ state, queuedAt, startedAt, endedAt }: Timed, time: Time): string[] {
  if (state === 'skipped') return [];
  if (endedAt !== undefined)
    return [time(endedAt), ...(startedAt === undefined ? [] : [spanWords(endedAt - startedAt)])];
  if (startedAt !== undefined && !hasEnded(state)) return [vscode.l10n.t('since {0}', time(startedAt))];
  return queuedAt === undefined ? [] : [time(queuedAt)];
}

/** What history says of a failing test; undefined where nobody has looked. */
export function triageWords({ triage, flaky }: FailingTest, base: string | undefined): string | undefined {
  switch (triage) {
    case undefined:
      return undefined;
    case 'new':
      return vscode.l10n.t('new');
    case 'known':
      return vscode.l10n.t('failed here before');
    case 'on-base':
      return base === undefined ? vscode.l10n.t('also red on the base') : vscode.l10n.t('also red on {0}', plain(base));
    case 'flaky':
      return flaky ? vscode.l10n.t('flaky: {0} of {1}', flaky.failed, flaky.of) : vscode.l10n.t('flaky');
  }
}

/** `@ana`, `@ana and @ben`, `@ana, @ben and @eve`. */
export function logins(names: readonly string[]): string {
  const shown = names.map((name) => `@${plain(name)}`);
  if (shown.length < 2) return shown.join('');
  return vscode.l10n.t('{0} and {1}', shown.slice(0, -1).join(', '), shown.at(-1) ?? '');
}
