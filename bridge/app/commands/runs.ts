import type { Card, CardKey } from '../../../protocol/model/card.ts';
import { BranchName } from '../../../protocol/model/ids.ts';
import type { CiRun } from '../../../protocol/model/run.ts';
import { cardId } from '../../domain/card.ts';
import { code, type Words } from '../../domain/prose.ts';
import type { Context } from './command.ts';

/** The runs of the branch that is meant, newest first; undefined where no branch is meant. */
export async function runsOf(
  context: Context,
  named?: string,
): Promise<{ about: CardKey; runs: readonly CiRun[]; card: Card | undefined } | undefined> {
  const branch = BranchName.safeParse(named ?? context.branch);
  if (!branch.success) return undefined;
  const about = { repository: context.repository, branch: branch.data };
  const card = await context.world.store.get('card', cardId(about));
  return { about, runs: card?.value.ci ?? [], card: card?.value };
}

/** The run that is named, by its id or as people call it (`#42`), else the branch's newest one that fits. */
export async function findRun(
  context: Context,
  named: string | undefined,
  fits: (run: CiRun) => boolean,
): Promise<{ about: CardKey; run: CiRun } | undefined> {
  const kept = named === undefined ? undefined : await context.world.store.get('run', named);
  if (kept) return kept.value.room === context.room ? { about: kept.value.about, run: kept.value.run } : undefined;
  const found = await runsOf(context);
  const number = /^#?(\d{1,9})$/.exec(named ?? '')?.[1];
  const run = found?.runs.find((each) => (named === undefined ? fits(each) : each.number === Number(number)));
  return found && run ? { about: found.about, run } : undefined;
}

/** A run as people call it: `Tests #42`, or by its id where its engine counts none. */
export const runWords = ({ run, workflow, number }: CiRun): Exclude<Words, string> =>
  number === undefined ? ['CI run ', code(run)] : [`${workflow} #${number}`];

/** What to say where a command found no run: whoever named none, and has no branch, is asked for one. */
export const noRun = (context: Context, verb: string, otherwise: Words): Words =>
  context.values['run'] === undefined && context.branch === undefined
    ? ['Which run? Say ', code(`${verb} <run>`), '; ', code('ci status <branch>'), ' lists them.']
    : otherwise;
