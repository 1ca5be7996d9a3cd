import * as vscode from 'vscode';
import type { Card } from '../../protocol/model/card.ts';
import { health } from '../../protocol/model/health.ts';
import { commandId } from '../contributions.ts';
import { quoted } from '../deed.ts';
import type { Services } from '../services.ts';
import { cardOf } from '../situation.ts';
import { rowText } from '../views/words.ts';
import { type Obstacle, obstacleOf, showNow } from './obstacle.ts';
import { runHere } from './run-here.ts';
import { refuse } from './say.ts';
import { titleOf } from './title.ts';

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
  const card = cardOf(services.situation());
  const claimed = card?.claim?.by.id;
  if (!card || health(card) !== 'failing') return refuse(notRed(card));
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

/** What is not red cannot be handed over; a claim that is left from before can be released. */
function notRed(card: Card | undefined): Obstacle {
  if (!card?.claim)
    return { message: vscode.l10n.t('Nothing is red on this branch, so there is nothing to hand over.'), ...showNow };
  const message = vscode.l10n.t(
    'Nothing is red on this branch just now, so there is nothing to hand over. The claim can be released.',
  );
  return { message, button: titleOf('release'), command: commandId('release') };
}
