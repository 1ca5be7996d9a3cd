import * as vscode from 'vscode';
import type { CardKey } from '../../protocol/model/card.ts';
import type { Sha } from '../../protocol/model/ids.ts';
import type { Services } from '../services.ts';
import type { Situation } from '../situation.ts';
import type { BranchDiff } from '../sources/git-branch-diff.ts';
import { notice, plain, rowText, shortSha } from '../views/words.ts';
import { obstacleOf } from './obstacle.ts';
import { targetOf } from './row-target.ts';
import { offer, refuse } from './say.ts';
import { titleOf } from './title.ts';

/** Shows what a team-mate's branch has over this one, or how one file stands there. It is fetched where its newest commit is not here yet. */
export async function compareBranch(services: Services, argument?: unknown): Promise<void> {
  const situation = services.situation();
  const obstacle = obstacleOf(situation, ['trust', 'repository', 'branch']);
  if (obstacle) return refuse(obstacle);
  const { about, file, person } = targetOf(argument);
  if (!about) return;
  const name = plain(about.branch);
  const diff = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Window, title: vscode.l10n.t('Looking for {0}…', rowText(name)) },
    async () => services.workspace.diffWith({ on: about, commits: commitsOf(situation, about) }),
  );
  if (!diff) return tellAbsent(services, about, person);
  const at = vscode.l10n.t('{0} at {1}', name, shortSha(diff.commit));
  const title = diff.newest ? at : vscode.l10n.t('{0} (not their newest commit)', at);
  if (file !== undefined) return showFile(diff, file, title);
  if (diff.files.length === 0) return tell(vscode.l10n.t('{0} has nothing that this branch lacks.', at));
  const files = diff.files.map(({ own, before, after }) => [own, before, after]);
  await vscode.commands.executeCommand('vscode.changes', title, files);
}

/** The commits at which their branch was last seen, by those who have it checked out, by the forge, and by CI; newest first. */
function commitsOf({ room }: Situation, { repository, branch }: CardKey): readonly Sha[] {
  const card = room?.cards.find(({ key }) => key.repository === repository && key.branch === branch);
  if (!card) return [];
  const worked = card.work.toSorted((one, other) => other.at - one.at).map(({ head }) => head);
  const told = [...worked, ...(card.forge?.head ? [card.forge.head] : []), ...card.ci.map(({ commit }) => commit)];
  return [...new Set(told)].slice(0, 10);
}

/** Their copy of a file beside one's own. What they have not committed is on their machine alone. */
async function showFile({ files }: BranchDiff, name: string, title: string): Promise<void> {
  const found = files.find((file) => file.name === name);
  if (!found) return tell(vscode.l10n.t('They have changed {0}, and not pushed that yet.', plain(name)));
  if (!found.after) return tell(vscode.l10n.t('They have deleted {0}.', plain(name)));
  const words = vscode.l10n.t('{0}: {1} ↔ yours', plain(name.split('/').at(-1) ?? name), title);
  await vscode.commands.executeCommand('vscode.diff', found.after, found.own, words);
}

const tell = (words: string): void => void vscode.window.showInformationMessage(notice(words));

/** Nothing of their branch can be come by, so whoever has it is to push it. */
function tellAbsent({ thread }: Services, about: CardKey, person: string | undefined): void {
  const words = notice(
    vscode.l10n.t(
      '{0} cannot be fetched, so there is nothing to compare with. It may not be pushed yet.',
      about.branch,
    ),
  );
  if (person === undefined) return tell(words);
  const message = titleOf('messagePerson');
  offer(vscode.window.showWarningMessage(words, message), async () => thread(about, `@${person} `));
}
