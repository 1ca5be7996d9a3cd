import * as vscode from 'vscode';
import { viewId } from '../contributions.ts';
import type { Services } from '../services.ts';
import { hereOf } from '../situation.ts';
import { escapeIcons } from '../views/status-model.ts';
import { plain } from '../views/words.ts';
import { obstacleOf } from './obstacle.ts';
import { targetOf } from './row-target.ts';
import { refuse, showReply } from './say.ts';

/** Runs CI: for this branch, or for another branch or commit that the bridge can find. */
export async function runCi(services: Services, argument?: unknown): Promise<void> {
  const obstacle = obstacleOf(services.situation(), ['trust', 'bridge']);
  if (obstacle) return refuse(obstacle);
  const line = await lineFor(services, targetOf(argument).context === 'ci');
  if (line === undefined) return;
  const here = hereOf(services.situation());
  const outcome = await vscode.window.withProgress({ location: { viewId: viewId('now') } }, () =>
    services.run(line, here),
  );
  await showReply(services, line, outcome);
}

/** `ci run` alone is for the branch that the request is about. */
async function lineFor({ situation }: Services, forHere: boolean): Promise<string | undefined> {
  const here = hereOf(situation());
  if (here && forHere) return 'ci run';
  const items = [
    ...(here ? [{ label: '$(git-branch) This Branch', description: escapeIcons(plain(here.branch)), own: true }] : []),
    { label: '$(search) Another Branch or Commit…', own: false },
  ];
  const picked = await vscode.window.showQuickPick(items, { title: 'Run CI', placeHolder: 'What to run CI for' });
  if (!picked) return undefined;
  if (picked.own) return 'ci run';
  const name = await vscode.window.showInputBox({
    title: 'Run CI',
    prompt: 'A branch, or a commit of at least seven digits',
    validateInput: (text) => (/\s/.test(text.trim()) ? 'A branch or a commit has no spaces in it.' : undefined),
  });
  return name?.trim() ? `ci run ${quoted(name.trim())}` : undefined;
}

/** A name that begins with a quote would open one in the line. */
export const quoted = (name: string): string =>
  name.startsWith('"') ? `'${name}'` : /^['“‘”’]/.test(name) ? `"${name}"` : name;
