import type { Card } from '../../protocol/model/card.ts';
import type { ForgeFact } from '../../protocol/model/pull-request.ts';
import type { CommandSpec } from '../../protocol/model/command.ts';
import type { LocalTests } from '../../protocol/model/work.ts';
import { cardOf, type Situation, stateOf } from '../situation.ts';
import type { Checkout } from '../sources/checkout.ts';
import type { Withheld } from '../sources/share.ts';
import { ciRow } from './ci-rows.ts';
import { deploymentsRow, pullRequestRow } from './pull-request-rows.ts';
import type { Row } from './row.ts';
import { sourceRows } from './source-rows.ts';
import { countWords, plain, plural, shortSha, type Time } from './words.ts';

/**
 * The rows of the view Now. None where the welcome has more to say: without a repository or a room, and while nothing is known of
 * this branch because nothing was shared.
 */
export function nowRows(situation: Situation, time: Time): readonly Row[] {
  const { checkout, decision, room } = situation;
  const state = stateOf(situation);
  if (!room || !['online', 'offline', 'connecting'].includes(state)) return [];
  const card = cardOf(situation);
  if (!card && 'withhold' in decision && decision.withhold === 'not-agreed') return [];
  return [
    branchRow(checkout),
    ...sharingRow('withhold' in decision ? decision.withhold : state === 'online' ? 'on' : 'waiting'),
    ...(checkout?.at.state === 'branch'
      ? [
          testsRow(checkout.at.head, situation.tests, card, time),
          pullRequestRow(card),
          ...baseRow(card?.forge),
          ciRow(card, { sources: room.sources, me: room.me.id, claims: knows(room.commands, 'claim'), time }),
          ...deploymentsRow(card?.forge?.deployments ?? [], time),
          ...sourceRows(room.sources, time),
        ]
      : []),
  ];
}

const knows = (catalog: readonly CommandSpec[], command: string): boolean =>
  catalog.some(({ name }) => name === command);

/** What is said beside the rows, or beside the welcome: why what is seen may not be true any more. */
export function nowMessage({ connection, room }: Situation, time: Time): string | undefined {
  if (connection.state === 'offline') {
    const since = `Offline since ${time(connection.since)}: ${connection.reason}`;
    return room ? `${since} The room is shown as it was then.` : since;
  }
  return 'reason' in connection ? connection.reason : undefined;
}

function branchRow(checkout: Checkout | undefined): Row {
  const at = checkout?.at;
  const row = { id: 'branch', icon: 'git-branch' };
  if (!at) return { ...row, label: 'No branch yet', tooltip: 'The repository is being read.' };
  if (at.state === 'unborn')
    return { ...row, label: 'No commit yet', tooltip: 'A branch has a card from its first commit on.' };
  if (at.state === 'detached') {
    const tooltip = 'HEAD is detached, so no branch is shown or shared.';
    return { ...row, icon: 'git-commit', label: 'Detached HEAD', description: shortSha(at.head), tooltip };
  }
  const { staged, unstaged, untracked, conflicted } = checkout.changes;
  const changed = staged + unstaged + untracked + conflicted;
  const upstream = at.upstream ? position(at.ahead ?? 0, at.behind ?? 0, plain(at.upstream)) : 'no upstream';
  return {
    ...row,
    label: plain(at.branch),
    description: `${changed > 0 ? plural(changed, 'changed file') : 'no changes'} · ${upstream}`,
    tooltip: `${plain(at.branch)} at ${at.head}\n${staged} staged, ${unstaged} unstaged, ${untracked} untracked, ${conflicted} conflicted\n${upstream}`,
  };
}

function position(ahead: number, behind: number, other: string): string {
  if (ahead === 0 && behind === 0) return `even with ${other}`;
  if (behind === 0) return `${ahead} ahead of ${other}`;
  return ahead === 0 ? `${behind} behind ${other}` : `${ahead} ahead, ${behind} behind ${other}`;
}

/** One row for each reason, so that a branch that is kept back never looks shared. */
const sharingRows: Readonly<Record<Withheld | 'on' | 'waiting', Omit<Row, 'id' | 'label'> | undefined>> = {
  on: {
    description: 'on',
    icon: 'broadcast',
    tooltip: 'The room follows this branch as it changes.',
    context: 'sharing on',
  },
  waiting: {
    description: 'waits for the bridge',
    icon: 'broadcast',
    tooltip: 'The room is told of this branch as soon as the bridge is back.',
    context: 'sharing on',
  },
  paused: {
    description: 'paused',
    icon: 'debug-pause',
    tooltip: 'Nothing of this branch is sent until you resume.',
    context: 'sharing paused',
  },
  'not-agreed': {
    description: 'not yet',
    icon: 'circle-slash',
    tooltip: 'Nothing of this repository was sent from here. You see the exact message first.',
    context: 'sharing none',
  },
  private: {
    description: 'private branch',
    icon: 'lock',
    tooltip: 'shiproom.share.privateBranches keeps this branch here.',
  },
  secret: {
    description: 'kept back: looks like a secret',
    icon: 'lock',
    tooltip: 'A name that would be sent with this branch looks like a secret.',
  },
  presence: {
    description: 'branch name only',
    icon: 'eye',
    tooltip: 'Others see that you are here and on which branch, and nothing of what is in it.',
    context: 'sharing presence',
  },
  off: {
    description: 'off',
    icon: 'eye-closed',
    tooltip: 'Nobody sees that you are here, and nothing of your branches is sent.',
    context: 'sharing off',
  },
  'no-branch': undefined,
  untrusted: undefined,
};

function sharingRow(key: Withheld | 'on' | 'waiting'): readonly Row[] {
  const row = sharingRows[key];
  return row ? [{ id: 'sharing', label: 'Sharing', ...row }] : [];
}

/** This window's own last run, else the newest that a team-mate has shared. */
function testsRow(head: string, own: LocalTests | undefined, card: Card | undefined, time: Time): Row {
  const shared = card?.work.find(({ tests }) => tests);
  const tests = own ?? shared?.tests;
  const row = { id: 'local-tests', label: 'Local tests', icon: 'beaker' };
  if (!tests) return { ...row, description: 'not run yet', tooltip: 'Run a task of the group Test to see its result.' };
  const whose = own || !shared ? '' : ` by ${plain(shared.by.name)}`;
  const old = tests.commit === head ? '' : `, on older ${shortSha(tests.commit)}`;
  const dirty = tests.dirty ? ', with uncommitted changes' : '';
  const said = `${tests.outcome}${whose} at ${time(tests.endedAt)}${old}`;
  return {
    ...row,
    description: said,
    tint: tests.outcome,
    icon: tests.outcome === 'passed' ? 'pass' : 'error',
    tooltip: [`${plain(tests.task)} ${said}${dirty}`, tests.counts ? countWords(tests.counts) : []].flat().join('\n'),
  };
}

const conflictWords = { none: 'no conflicts', some: 'conflicts', unknown: 'conflicts not known' } as const;

function baseRow(forge: ForgeFact | undefined): readonly Row[] {
  if (!forge) return [];
  const { ahead, behind, conflicts, merged } = forge;
  const base = plain(forge.base);
  const row = { id: 'base', label: 'Base' };
  if (merged)
    return [{ ...row, icon: 'git-merge', description: `merged into ${base}`, tooltip: `All of it is in ${base}.` }];
  const said = `${position(ahead, behind, base)} · ${conflictWords[conflicts]}`;
  return [{ ...row, icon: conflicts === 'some' ? 'warning' : 'git-compare', description: said, tooltip: said }];
}
