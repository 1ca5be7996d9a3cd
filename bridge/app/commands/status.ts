import type { Card } from '../../../protocol/model/card.ts';
import type { CiRun } from '../../../protocol/model/run.ts';
import type { WorkFact } from '../../../protocol/model/work.ts';
import { BranchName } from '../../../protocol/model/ids.ts';
import { health } from '../../../protocol/model/health.ts';
import { offering } from '../../domain/buttons.ts';
import { code, list, message, paragraph, say, strong, type Words } from '../../domain/prose.ts';
import { canOf } from '../ci/can-of.ts';
import { cardOf, lags } from './asked.ts';
import { type Command, reading } from './command.ts';

/** How a branch stands: what its card says, in words. */
export const status: Command = {
  spec: {
    name: 'status',
    summary: 'Shows how a branch stands',
    effect: 'read',
    arguments: [{ name: 'branch', summary: 'The branch; yours if left out', kind: 'branch', required: false }],
  },
  prepare: (context) =>
    reading(async () => {
      const { world, repository, branch, values } = context;
      const named = values['branch'] ?? branch;
      const name = BranchName.safeParse(named);
      if (!name.success)
        return { message: say(['Which branch? Say ', code('status <branch>'), ', or share yours first.']) };
      const key = { repository, branch: name.data };
      const card = await cardOf(context, key);
      const late = [...lags(world, 'forge'), ...lags(world, 'ci')];
      const none = paragraph(['Nobody has shared ', code(name.data), ', and no CI run of it is known here.']);
      if (!card) return { message: message(none, ...late) };
      return { message: offering(message(...describe(card), ...late), card, canOf(world)), about: key };
    }),
};

const words = { failing: 'failing', passing: 'passing', running: 'CI is running', unknown: 'not known yet' } as const;

function describe(card: Omit<Card, 'version'>) {
  const run = card.ci[0];
  const lines = [...card.work.slice(0, 3).map(work), ...forge(card), ...(run ? [ci(run)] : [])];
  return [paragraph([strong(card.key.branch), `: ${words[health(card)]}`]), list(lines)];
}

function work(fact: WorkFact): Words {
  const { staged, unstaged, untracked, conflicted } = fact.changes;
  const changed = staged + unstaged + untracked + conflicted;
  const distance =
    fact.ahead === undefined ? 'not pushed' : `${fact.ahead} ahead, ${fact.behind ?? 0} behind its upstream`;
  const tests = fact.tests
    ? `, local tests ${fact.tests.outcome} at ${fact.tests.commit.slice(0, 7)}${fact.tests.dirty ? ' with changes' : ''}`
    : '';
  return [
    `${fact.by.name} at `,
    code(fact.head.slice(0, 7)),
    `: ${distance}, ${changed === 0 ? 'no' : changed} uncommitted ${changed === 1 ? 'file' : 'files'}${tests}`,
  ];
}

function forge({ forge: fact }: Pick<Card, 'forge'>): Words[] {
  if (!fact) return [];
  const conflicts = { none: '', some: ', conflicts', unknown: ', conflicts not known' }[fact.conflicts];
  const base = fact.merged
    ? `merged into ${fact.base}`
    : `${fact.ahead} ahead of ${fact.base}, ${fact.behind} behind${conflicts}`;
  const request = fact.pullRequest
    ? `pull request #${fact.pullRequest.number}, ${fact.pullRequest.state}`
    : fact.pullRequest === null
      ? 'no pull request'
      : 'no forge connected';
  return [[base], [request]];
}

/** A run in one line. */
function ci(run: CiRun): Words {
  const counts = run.counts ? `, ${run.counts.failed} failed and ${run.counts.passed} passed` : '';
  const failing = run.failures[0] ? `: ${run.failures[0].name}` : '';
  return [`CI ${run.state} at `, code(run.commit.slice(0, 7)), `${counts}${failing}`];
}
