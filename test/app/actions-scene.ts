import { runInlets } from '../../bridge/app/run-inlets.ts';
import type { Asked } from '../../bridge/app/lines/act-line.ts';
import { runLine } from '../../bridge/app/lines/run-line.ts';
import { cardId } from '../../bridge/domain/card.ts';
import type { Asker } from '../../bridge/domain/permission.ts';
import type { CiReport } from '../../bridge/ports/ci-provider.ts';
import { RunId } from '../../protocol/model/ids.ts';
import { key, person, repository, room, sha } from '../support/samples.ts';
import { openManualWorld, type TestWorld, type TestWorldOptions } from '../support/world.ts';

export const owner = person('Owner');
export const ana = person('Ana');
const asker = (who: typeof owner): Asker => ({ person: who.id, owner: who === owner, member: true });
let mids = 0;
export const ask = (world: TestWorld, line: string, who = owner, part: Partial<Asked> = {}) => {
  mids += 1;
  const asked = { mid: `mid-${mids}`, room, line, expiresAt: world.clock.now() + 30_000, about: key(), ...part };
  return runLine(world, who, asker(who), asked);
};
export const wordsOf = (outcome: Awaited<ReturnType<typeof ask>>) =>
  outcome.ok ? outcome.value.reply.text : `${outcome.refusal.slug}: ${outcome.refusal.message ?? ''}`;

export const id = RunId.parse('engine/acme/web/7');
export const found: CiReport = {
  run: id,
  attempt: 1,
  revision: 10,
  state: 'failed',
  number: 42,
  failures: [{ name: 'adds' }],
  lines: [],
  jobs: [{ id: '71', name: 'unit', attempt: 1, revision: 10, state: 'failed', steps: [] }],
  of: { repository, branch: key().branch, commit: sha('a'), workflow: 'tests', queuedAt: 5 },
};

/** A world whose engine numbers its runs itself, with a failed run on the branch. */
export async function ready(options: Omit<TestWorldOptions, 'clock'> = {}) {
  const { world, clock } = await openManualWorld({ ci: { can: { ourIds: false } }, ...options });
  world.script.forge.names.set(key().branch, { commit: sha('a'), branch: key().branch });
  const close = await runInlets(world);
  await world.script.ci.report(found);
  return { world, clock, close };
}
export const cardOf = async (world: TestWorld) => (await world.store.get('card', cardId(key())))?.value;
