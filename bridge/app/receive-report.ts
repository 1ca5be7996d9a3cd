import type { Card } from '../../protocol/model/card.ts';
import type { CiRun } from '../../protocol/model/run.ts';
import type { Turn } from '../../protocol/model/entry.ts';
import type { CiReport } from '../ports/ci-provider.ts';
import type { NewEntry, Put } from '../ports/store.ts';
import { isNewer, turn } from '../domain/card.ts';
import { code, list, message, paragraph, type Words } from '../domain/prose.ts';
import { changeCard, entryDeliveries } from './card-change.ts';
import { decideOnce } from './decide.ts';
import type { World } from './world.ts';

/** Takes in what a provider tells of a run: onto the card, and into the feed where a human should notice. An older report changes nothing. */
export async function receiveReport(world: World, report: CiReport): Promise<void> {
  await decideOnce(world, async () => {
    const at = world.clock.now();
    const kept = await world.store.get('run', report.run);
    if (!kept) return { answer: undefined };
    const { room, about } = kept.value;
    const { handle = kept.value.handle, ...facts } = report;
    const run: CiRun = { ...kept.value.run, ...facts };
    const news = isNewer(run, kept.value.run);
    if (!news && handle === kept.value.handle) return { answer: undefined };
    const put: Put = {
      kind: 'run',
      id: kept.id,
      room,
      after: kept.version,
      value: { room, about, run: news ? run : kept.value.run, ...(handle === undefined ? {} : { handle }) },
    };
    const changed = news ? await changeCard(world, room, about, { source: 'ci', fact: run }) : undefined;
    if (!changed) return { change: { at, puts: [put] }, answer: () => undefined };
    const turned = turn(changed.before, changed.card, run);
    const entry = turned ? turnEntry(turned, changed.card, run, at) : undefined;
    const change = {
      at,
      puts: [put, changed.put],
      entries: entry ? [{ room, entry }] : [],
      deliveries: [...changed.deliveries, ...(entry ? entryDeliveries(world, room, entry) : [])],
    };
    return { change, answer: () => undefined };
  });
}

function turnEntry(turned: Turn, card: Card, run: CiRun, at: number): NewEntry {
  return { type: 'turned', at, turn: turned, about: card.key, run: run.run, message: turnMessage(turned, card, run) };
}

/** At most this many failing tests are named where a branch goes red; the card has the rest. */
const named = 5;

function turnMessage(turned: Turn, card: Card, run: CiRun) {
  const branch = code(card.key.branch);
  const commit = code(run.commit.slice(0, 7));
  switch (turned) {
    case 'fixed':
      return message(paragraph([branch, ' is green again at ', commit, '.']));
    case 'interrupted':
      return message(
        paragraph([
          'The bridge stopped while CI ran for ',
          branch,
          ' at ',
          commit,
          '. Run it again with ',
          code('ci run'),
          '.',
        ]),
      );
    case 'red': {
      const failing = run.failures.slice(0, named).map((test): Words => [test.name]);
      const more = run.failures.length - failing.length;
      const rest = more > 0 ? [[`and ${more} more`]] : [];
      const head = paragraph([branch, ' went red at ', commit, `: ${why(run)}.`]);
      return failing.length > 0 ? message(head, list([...failing, ...rest])) : message(head);
    }
  }
}

function why(run: CiRun): string {
  if (run.state === 'setup-failed') return 'set-up failed, the tests did not run';
  if (run.state === 'timed-out') return 'the run took too long and was ended';
  if (!run.counts) return 'the tests failed';
  const { passed, failed, skipped } = run.counts;
  return `${failed} of ${passed + failed + skipped} tests failed`;
}
