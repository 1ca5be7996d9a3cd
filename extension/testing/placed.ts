import type * as vscode from 'vscode';
import { plain, triageWords } from '../views/words.ts';
import type { Failure } from './failures.ts';
import { type Today, todayWords } from './today.ts';

/** A failure with where it is now, and the base branch that it may be older than. */
export interface Placed {
  readonly failure: Failure;
  readonly today: Today;
  readonly base: string | undefined;
}

/** The file that it is in, where there is one here. */
export const uriOf = ({ today }: Placed): vscode.Uri | undefined => ('uri' in today ? today.uri : undefined);

/** Its line, from 0; undefined where no line of today is that of the run. */
export const lineOf = ({ today }: Placed): number | undefined =>
  'line' in today && today.line !== undefined && today.state !== 'gone' ? today.line - 1 : undefined;

/** What history and the working tree say of it: `new · this line no longer exists`. */
export const aboutWords = ({ failure, today, base }: Placed): string =>
  [triageWords(failure.test, base), todayWords(today)].filter(Boolean).join(' · ');

/** Its message as plain text, line by line. */
export const messageOf = ({ failure: { test } }: Placed, most: number): string =>
  (test.message ?? '').split('\n').map(plain).join('\n').trim().slice(0, most).toWellFormed();

/** All that is shown of it, to see whether anything has changed. */
export const signatureOf = (placed: Placed): string => {
  const { failure } = placed;
  const { run, attempt, number, url } = failure.run;
  const where = [uriOf(placed)?.toString(), lineOf(placed), aboutWords(placed)];
  return JSON.stringify([failure.path, run, attempt, number, url, messageOf(placed, 2_000), failure.mild, ...where]);
};
