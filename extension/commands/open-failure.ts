import { join } from 'node:path';
import * as vscode from 'vscode';
import * as z from 'zod/mini';
import { Sha } from '../../protocol/model/ids.ts';
import { staysInside } from '../../protocol/model/places.ts';
import type { Services } from '../services.ts';
import { builtInGit } from '../testing/built-in-git.ts';
import { createTodayLines, type Today } from '../testing/today.ts';
import { escapeIcons, notice, plain } from '../views/words.ts';
import { obstacleOf } from './obstacle.ts';
import { refuse } from './say.ts';

const Place = z.object({
  file: z.string().check(z.refine(staysInside)),
  line: z.optional(z.int().check(z.positive())),
  /** That of the run; absent where the place is today's. */
  commit: z.optional(Sha),
});
type Place = z.infer<typeof Place>;

/** Opens the place of a failing test, at the line where it stands today, or says that it is gone. */
export async function openFailure({ situation, workspace }: Services, argument?: unknown): Promise<void> {
  const now = situation();
  const obstacle = obstacleOf(now, ['trust', 'repository']);
  if (obstacle) return refuse(obstacle);
  const place = z.safeParse(Place, argument).data;
  const root = now.checkout?.root;
  if (!place || root === undefined) return;
  if (place.commit === undefined) return open(vscode.Uri.file(join(root, place.file)), place.line);
  // One look: what it has read need not be kept any longer.
  const git = async () => builtInGit(workspace.environment);
  const today = createTodayLines({ checkout: () => workspace.checkout(), git, now: () => 0 });
  await show(place, await today.of(place.file, place.line, place.commit));
}

async function show({ file }: Place, today: Today): Promise<void> {
  switch (today.state) {
    case 'same':
    case 'moved':
    case 'changed':
      return open(today.uri, today.line);
    case 'gone':
      await open(today.uri, today.line);
      return whisper(vscode.l10n.t('This line no longer exists. It stood here.'));
    case 'unfetched':
      await open(today.uri, today.line);
      return whisper(vscode.l10n.t('This is the line of the run, whose commit is not here.'));
    case 'file-gone':
      return say(vscode.l10n.t('{0} no longer exists.', plain(today.file)));
    case 'unknown':
      return say(vscode.l10n.t('No file of this repository is called {0}.', plain(file)));
  }
}

async function open(uri: vscode.Uri, line = 1): Promise<void> {
  const at = new vscode.Position(line - 1, 0);
  const options: vscode.TextDocumentShowOptions = { selection: new vscode.Range(at, at) };
  await vscode.commands.executeCommand('vscode.open', uri, options);
}

const quietMs = 8_000;
const whisper = (words: string): void => void vscode.window.setStatusBarMessage(escapeIcons(words), quietMs);
const say = (words: string): void => void vscode.window.showInformationMessage(notice(words));
