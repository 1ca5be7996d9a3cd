import type { CardKey } from '../../../protocol/model/card.ts';
import type { RunId } from '../../../protocol/model/ids.ts';
import type { CiRun } from '../../../protocol/model/run.ts';
import { cardId } from '../../domain/card.ts';
import type { CiProvider, CiReport } from '../../ports/ci-provider.ts';
import type { Resolved } from '../../ports/forge.ts';
import { decideOnce } from '../decide.ts';
import { done, type Outcome, refuse } from '../outcome.ts';
import { receiveReport } from '../ci/receive-report.ts';
import { forgeOf } from '../ci/refresh-forge.ts';
import { upstream } from '../upstream.ts';
import type { World } from '../world.ts';
import { type At, type Context, type Ready, refusing, type Reply } from './command.ts';
import { findRun } from './runs.ts';

/** A run that a command is about, and the engine that runs it. */
export interface Target {
  readonly about: CardKey;
  readonly run: CiRun;
  readonly provider: CiProvider;
  /** The engine's name for people. */
  readonly engine: string;
}

/** What a provider is called. */
export const nameOf = (world: World, id: string): string => world.names.get(id) ?? id;

/** Finds the run that a command names, or the branch's newest that fits; a commit that was named by `--at` has to be the run's, and still the branch's newest. */
export async function findTarget(
  context: Context,
  fits: (run: CiRun) => boolean,
): Promise<Outcome<Target | undefined>> {
  const found = await findRun(context, context.values['run'], fits);
  if (!found) return done(undefined);
  const provider = context.world.ci.find((each) => each.id === found.run.provider);
  if (!provider)
    return refuse(
      'upstream_refused',
      `This bridge is not connected to ${nameOf(context.world, found.run.provider)} any more.`,
    );
  return done({ ...found, provider, engine: nameOf(context.world, provider.id) });
}

/**
 * Whether the branch still stands where the asker saw it ([E5]): `--at` names that commit, or its beginning. Without it, there is
 * nothing to compare.
 */
export async function moved(context: Context, key: CardKey, commit: string): Promise<Ready | undefined> {
  const expected = context.options['at']?.[0]?.toLowerCase();
  if (expected === undefined) return undefined;
  const stale = (head: string): Ready =>
    refusing(
      refuse(
        'stale_target',
        `${key.branch} is at ${head.slice(0, 7)} by now, not at ${expected.slice(0, 7)}. Look at it and ask again.`,
        'at',
      ),
    );
  if (!commit.startsWith(expected)) return stale(commit);
  const head = (await headOf(context.world, key))?.commit;
  if (head === undefined || head.startsWith(expected)) return undefined;
  // The card was behind, or the asker would not have seen the old commit on it.
  context.world.refresher.mark(key.repository, [key.branch]);
  return stale(head);
}

async function headOf(world: World, key: CardKey): Promise<Resolved | undefined> {
  const forge = forgeOf(world, key.repository);
  const found = await upstream('The forge', async () => forge?.resolve(key.repository, key.branch));
  if (found.ok && found.value) return found.value;
  const card = await world.store.get('card', cardId(key));
  return card?.value.forge?.head ? { commit: card.value.forge.head } : undefined;
}

/** Takes in how a run stands after something was done to it, and says who asked for what goes on now. */
export async function afterDeed(context: Context, provider: CiProvider, report: CiReport | undefined): Promise<void> {
  if (!report) return;
  const { world } = context;
  await receiveReport(world, provider.id, report);
  await asked(context, report.run);
  // What the engine makes of it shows a moment later.
  world.refresher.look(provider.id, report.run);
}

/** Whoever asked for a run last is told of its end. */
async function asked({ world, by }: Context, run: RunId): Promise<void> {
  await decideOnce(world, async () => {
    const kept = await world.store.get('run', run);
    if (!kept || kept.value.run.requestedBy?.id === by.id) return { answer: undefined };
    const value = { ...kept.value, run: { ...kept.value.run, requestedBy: by } };
    const put = { kind: 'run', id: kept.id, room: value.room, after: kept.version, value } as const;
    return { change: { at: world.clock.now(), puts: [put] }, answer: () => undefined };
  });
}

/** A deed that is done at an engine for a run: found, allowed there, and then done, once. */
export const deed = (
  { about, provider }: Target,
  { key, did }: { readonly key: string; readonly did: string },
  act: () => Promise<Outcome<Reply>>,
  part: Pick<At, 'approvers'> = {},
): Ready => ({
  branch: about.branch,
  at: { provider: provider.id, repository: about.repository, ...part },
  deed: { about, key, did },
  act,
});
