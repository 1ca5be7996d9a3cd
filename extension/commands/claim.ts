import * as vscode from 'vscode';
import { quoted } from '../deed.ts';
import type { Services } from '../services.ts';
import { cardOf } from '../situation.ts';
import { rowText } from '../views/words.ts';
import { obstacleOf, showNow } from './obstacle.ts';
import { runHere } from './run-here.ts';
import { refuse } from './say.ts';

const needs = ['trust', 'repository', 'branch', 'bridge'] as const;

/** Tells everybody that this user looks after the red build of this branch. */
export async function claim(services: Services): Promise<void> {
  const obstacle = obstacleOf(services.situation(), needs);
  if (obstacle) return refuse(obstacle);
  await runHere(services, 'claim');
}

/** Tells everybody that nobody looks after this branch any more. */
export async function release(services: Services): Promise<void> {
  const obstacle = obstacleOf(services.situation(), needs);
  if (obstacle) return refuse(obstacle);
  await runHere(services, 'release');
}

/** Hands the red build of this branch to somebody else in the room. */
export async function handOver(services: Services): Promise<void> {
  const obstacle = obstacleOf(services.situation(), needs);
  if (obstacle) return refuse(obstacle);
  const { room } = services.situation();
  const claimed = cardOf(services.situation())?.claim?.by.id;
  const people = (room?.people ?? [])
    .map(({ person, on }) => ({ person, on }))
    .filter(({ person }) => person.id !== claimed);
  if (people.length === 0) {
    const message = vscode.l10n.t('Nobody else is in the room now.');
    return refuse({ message, ...showNow });
  }
  const items = people.map(({ person, on }) => ({
    label: rowText(person.name),
    ...(person.id === room?.me.id
      ? { description: vscode.l10n.t('you') }
      : on && { description: vscode.l10n.t('on {0}', rowText(on.branch)) }),
    person,
  }));
  const options = {
    title: vscode.l10n.t('Hand Over Red Build'),
    placeHolder: vscode.l10n.t('Who looks after it from now on'),
  };
  const picked = await vscode.window.showQuickPick(items, options);
  if (picked) await runHere(services, `claim --to ${quoted(picked.person.id)}`);
}
