import * as vscode from 'vscode';
import type { Sha } from '../../protocol/model/ids.ts';
import { staysInside } from '../../protocol/model/places.ts';
import type { Checkout } from '../sources/checkout.ts';
import type { Plan, Unfit } from './frameworks/ground.ts';
import { planTest } from './frameworks/plan-test.ts';
import { readGround } from './frameworks/read-ground.ts';
import { presentFile } from './present-file.ts';
import { runAsTask } from './test-task.ts';
import type { TodayLines } from './today.ts';

/** A failing test: of CI at a commit, or of this machine's own, whose file is called as it is today. */
export interface Wanted {
  readonly name: string;
  readonly file: string | undefined;
  readonly commit: Sha | undefined;
}

/** How a test went on this machine. Without an exit code nobody knows. */
export type Ran =
  | { readonly state: 'passed' | 'failed' | 'unknown'; readonly plan: Plan; readonly file: string }
  | { readonly state: 'unfit'; readonly why: Unfit | 'untrusted' };

export interface LocalRunOptions {
  readonly checkout: () => Pick<Checkout, 'root'> | undefined;
  readonly today: TodayLines;
  readonly windows: boolean;
}

/** Runs one test by the repository's own framework; says why not, where it would be a guess. */
export async function runLocally(
  { checkout, today, windows }: LocalRunOptions,
  { name, file, commit }: Wanted,
  token: vscode.CancellationToken,
): Promise<Ran> {
  const root = checkout()?.root;
  if (!vscode.workspace.isTrusted) return { state: 'unfit', why: 'untrusted' };
  if (root === undefined || file === undefined) return { state: 'unfit', why: 'no-file' };
  const now = commit === undefined ? file : await fileToday(today, file, commit);
  const present = now !== undefined && staysInside(now) ? await presentFile(root, now) : undefined;
  if (now === undefined || !present) return { state: 'unfit', why: 'no-file' };
  const plan = planTest(name, await readGround(root, now, await present.read(), windows));
  if (typeof plan === 'string') return { state: 'unfit', why: plan };
  const code = await runAsTask(plan, root, { name, file: now }, token);
  if (code === undefined) return { state: 'unknown', plan, file: now };
  return { state: code === 0 ? 'passed' : 'failed', plan, file: now };
}

async function fileToday(today: TodayLines, file: string, commit: Sha): Promise<string | undefined> {
  const found = await today.of(file, undefined, commit);
  return 'uri' in found ? found.file : undefined;
}

/** Why a test was not run here. */
export function unfitWords(why: Unfit | 'untrusted'): string {
  switch (why) {
    case 'untrusted':
      return vscode.l10n.t('Nothing of this workspace is run before it is trusted.');
    case 'no-file':
      return vscode.l10n.t('Not runnable: no file of this working tree is known to have the test.');
    case 'no-framework':
      return vscode.l10n.t('Not runnable: the framework of this test is not known.');
    case 'several-frameworks':
      return vscode.l10n.t(
        'Not runnable: the package has several test frameworks, and the file does not say which is its own.',
      );
    case 'not-installed':
      return vscode.l10n.t('Not runnable: the test framework is not installed in this working tree.');
    case 'own-options':
      return vscode.l10n.t('Not runnable by itself: the package’s script has options of its own.');
    case 'not-in-file':
      return vscode.l10n.t('Not runnable: its file has no such test today.');
    case 'windows':
      return vscode.l10n.t('Not runnable by itself on Windows, where its build tool needs a shell.');
  }
}
