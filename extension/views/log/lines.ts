import * as vscode from 'vscode';
import { type LogMark, readLogMark } from '../../../protocol/model/log-mark.ts';

/** Lines that belong together, from a heading on. Lines are counted from 0. */
export interface Fold {
  readonly kind: 'step' | 'group';
  readonly start: number;
  readonly end: number;
  readonly failing: boolean;
}

export interface ReadableLog {
  readonly text: string;
  /** By their first lines. */
  readonly folds: readonly Fold[];
}

const failedStates: ReadonlySet<string> = new Set(['failed', 'setup-failed', 'timed-out', 'failure']);

/** Whether a line begins a step that has failed. */
export const isFailing = (mark: LogMark): boolean => mark.type === 'step' && failedStates.has(mark.state);

/** A line that divides a log, as it is read. */
export function markWords(mark: LogMark): string {
  switch (mark.type) {
    case 'step':
      return `━━ ${mark.name} · ${mark.state} ━━`;
    case 'group':
      return `── ${mark.name}`;
    case 'endgroup':
      return '';
    case 'error':
      return vscode.l10n.t('Error: {0}', mark.text);
    case 'warning':
      return vscode.l10n.t('Warning: {0}', mark.text);
  }
}

/** A log for reading: its marks in words, line by line, below what has to be said first. In one pass. */
export function readableLog(raw: string, first: readonly string[] = []): ReadableLog {
  const lines = [...first];
  const folds: Fold[] = [];
  const open: Fold[] = [];
  const close = (kinds: readonly Fold['kind'][], end: number): void => {
    for (let last = open.at(-1); last && kinds.includes(last.kind); last = open.at(-1)) {
      open.pop();
      if (end > last.start) folds.push({ ...last, end });
    }
  };
  for (const line of raw.split('\n')) {
    const at = lines.length;
    const mark = readLogMark(line);
    lines.push(mark ? markWords(mark) : line);
    if (mark?.type === 'step') close(['group', 'step'], at - 1);
    if (mark?.type === 'endgroup') close(['group'], at);
    if (mark?.type === 'group') close(['group'], at - 1);
    if (mark?.type === 'step' || mark?.type === 'group')
      open.push({ kind: mark.type, start: at, end: at, failing: isFailing(mark) });
  }
  // The empty line behind the last line feed belongs to nothing.
  close(['group', 'step'], lines.length - (raw.endsWith('\n') || raw === '' ? 2 : 1));
  return { text: lines.join('\n'), folds: folds.toSorted((a, b) => a.start - b.start) };
}
