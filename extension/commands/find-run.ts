import * as vscode from 'vscode';
import type { Card } from '../../protocol/model/card.ts';
import type { RunId } from '../../protocol/model/ids.ts';
import type { CiRun } from '../../protocol/model/run.ts';
import type { CiCan } from '../../protocol/model/source.ts';
import { commandId } from '../contributions.ts';
import type { Services } from '../services.ts';
import { cardOf, type Situation } from '../situation.ts';
import { canOf } from '../views/rows/can.ts';
import type { Obstacle } from './obstacle.ts';
import { pickRun } from './pick-run.ts';
import { targetOf } from './row-target.ts';
import { refuse } from './say.ts';
import { titleOf } from './title.ts';

/** A run as its card has it now, and what its provider can do with it. */
export interface Found {
  readonly card: Card;
  readonly run: CiRun;
  readonly can: CiCan;
}

export interface RunWanted {
  /** Of the picker. */
  readonly title: string;
  readonly fits: (run: CiRun, can: CiCan) => boolean;
  /** Why nothing is done where no run fits. */
  readonly none: string;
}

/** A run by its id, on whichever card it is. */
export function findRun({ room }: Situation, id: RunId): Found | undefined {
  for (const card of room?.cards ?? []) {
    const run = card.ci.find((each) => each.run === id);
    if (run) return { card, run, can: canOf(room?.sources, run.provider) };
  }
  return undefined;
}

/** The run that a command was called on, else one of this branch that is picked among those that fit. Says why where there is none. */
export async function chooseRun(
  { situation, time }: Services,
  argument: unknown,
  { title, fits, none }: RunWanted,
): Promise<Found | undefined> {
  const { run: id } = targetOf(argument);
  if (id !== undefined) {
    const found = findRun(situation(), id);
    if (found && fits(found.run, found.can)) return found;
    refuse(mend(found ? none : vscode.l10n.t('That run is on no card any more.')));
    return undefined;
  }
  const { room } = situation();
  const runs = cardOf(situation())?.ci.filter((run) => fits(run, canOf(room?.sources, run.provider))) ?? [];
  if (runs.length === 0) {
    refuse(mend(none));
    return undefined;
  }
  const picked = await pickRun(runs, title, time);
  return picked === undefined ? undefined : findRun(situation(), picked);
}

const mend = (message: string): Obstacle => ({
  message,
  button: titleOf('runCi'),
  command: commandId('runCi'),
});
