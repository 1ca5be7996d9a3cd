import type { Card } from '../../../protocol/model/card.ts';
import type { Turn } from '../../../protocol/model/entry.ts';
import { ciWords } from '../../../protocol/model/health.ts';
import type { Inline, Message } from '../../../protocol/model/message.ts';
import type { CiRun, FailingTest } from '../../../protocol/model/run.ts';
import { offering } from '../../domain/buttons.ts';
import { code, list, message, paragraph, type Words } from '../../domain/prose.ts';
import type { NewEntry } from '../../ports/store.ts';
import type { World } from '../world.ts';
import { canOf } from './can-of.ts';

/** The turns that a run brings about. */
type RunTurn = Extract<Turn, 'red' | 'fixed' | 'interrupted' | 'approval-asked' | 'ended'>;

/** What the feed says of a turn of a branch. */
export const turnEntry = (world: World, turned: Turn, card: Card, run: CiRun, at: number): NewEntry => ({
  type: 'turned',
  at,
  turn: turned,
  about: card.key,
  run: run.run,
  message: offering(
    isRunTurn(turned) ? words[turned](card, run) : message(paragraph(turned)),
    wanting.has(turned) ? card : undefined,
    canOf(world),
  ),
});

/** After which somebody is to do something. */
const wanting: ReadonlySet<Turn> = new Set<Turn>(['red', 'interrupted', 'approval-asked']);

const isRunTurn = (turned: Turn): turned is RunTurn => Object.hasOwn(words, turned);

const at = (card: Card, run: CiRun): Inline[] => [
  code(card.key.branch),
  { type: 'text', text: ' at ' },
  code(run.commit.slice(0, 7)),
];

const words: Readonly<Record<RunTurn, (card: Card, run: CiRun) => Message>> = {
  fixed: (card, run) =>
    message(paragraph([code(card.key.branch), ' is green again at ', code(run.commit.slice(0, 7)), '.'])),
  interrupted: (card, run) =>
    message(
      paragraph([
        'CI for ',
        ...at(card, run),
        ' was cut short and has no result. Run it again with ',
        code('ci run'),
        '.',
      ]),
    ),
  'approval-asked': (card, run) =>
    message(
      ...(run.gates ?? []).map(({ environment, approvers }) => {
        const whom = approvers.length > 0 ? ` by ${approvers.map((login) => `@${login}`).join(' or ')}` : '';
        return paragraph([
          run.workflow,
          ' of ',
          ...at(card, run),
          ' waits for approval',
          whom,
          ' to go on to ',
          code(environment),
          '.',
        ]);
      }),
    ),
  ended: (card, run) =>
    message(paragraph([...asker(run), `${run.workflow} of `, ...at(card, run), ` ${ciWords[run.state]}.`])),
  red,
};

/** Names whoever asked for the run, so that they are told wherever they asked. */
const asker = (run: CiRun): (Inline | string)[] =>
  run.requestedBy ? [{ type: 'mention', text: run.requestedBy.name, person: run.requestedBy.id }, ': '] : [];

/** At most this many failing tests are named where a branch goes red; the card has the rest. */
const named = 5;

function red(card: Card, run: CiRun): Message {
  const failing = run.failures.slice(0, named).map((test): Words => [test.name, history(test, card)]);
  const more = run.failures.length - failing.length;
  const rest = more > 0 ? [[`and ${more} more`]] : [];
  const head = paragraph([
    ...asker(run),
    code(card.key.branch),
    ' went red at ',
    code(run.commit.slice(0, 7)),
    `: ${why(run)}.`,
  ]);
  return failing.length > 0 ? message(head, list([...failing, ...rest])) : message(head);
}

function history(test: FailingTest, card: Card): string {
  if (test.triage === 'on-base') return ` (red on ${card.forge?.base ?? 'the base'} too)`;
  if (test.triage === 'flaky') return ` (flaky: ${test.flaky?.failed ?? '?'} of the last ${test.flaky?.of ?? '?'})`;
  return test.triage === 'known' ? ' (failed before)' : '';
}

function why(run: CiRun): string {
  if (run.state === 'setup-failed') return 'set-up failed, the tests did not run';
  if (run.state === 'timed-out') return 'the run took too long and was ended';
  if (run.counts) {
    const { passed, failed, skipped } = run.counts;
    return `${failed} of ${passed + failed + skipped} tests failed`;
  }
  const jobs = (run.jobs ?? []).filter(({ state }) => state === 'failed').map(({ name }) => name);
  return jobs.length > 0 ? `${jobs.slice(0, 3).join(', ')} failed` : 'the tests failed';
}
