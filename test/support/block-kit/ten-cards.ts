import type { Card } from '../../../protocol/model/card.ts';
import {
  ana,
  approved,
  bo,
  broken,
  card,
  deploy,
  ended,
  failing,
  forge,
  green,
  job,
  minute,
  now,
  older,
  passed,
  pull,
  run,
  sha,
  step,
  tested,
  work,
} from './card-parts.ts';

/** The states that a branch's card goes through, as fixtures to look at and to test with. */
export const tenCards: readonly (readonly [name: string, card: Card])[] = [
  [
    '01-just-shared',
    card({ work: [work({ ahead: undefined, changes: { staged: 1, unstaged: 2, untracked: 0, conflicted: 0 } })] }),
  ],
  [
    '02-running',
    card({
      work: [work({ tests: tested(212) })],
      forge: forge({ pullRequest: pull({ state: 'draft', requested: [], decision: 'none' }) }),
      ci: [
        run('running', {
          jobs: [
            ...passed('build', 'lint'),
            job('unit tests', 'running', [step(2, 'npm test', 'running')]),
            job('browser', 'queued'),
          ],
        }),
      ],
    }),
  ],
  ['03-passing-waits-for-review', card({ work: [work({ tests: tested(212) })], forge: forge(), ci: [green] })],
  ['04-failing-tests', card({ forge: forge(), work: [work({ tests: tested(209, 3) })], ci: [failing] })],
  [
    '05-failing-log-claimed',
    card({
      forge: forge(),
      ci: [broken],
      claim: { by: bo, at: now - minute },
      deeds: [{ key: 'claim', by: bo, did: 'is on it', at: now - minute, ok: true }],
    }),
  ],
  [
    '06-rerun-pressed',
    card({
      forge: forge(),
      ci: [failing],
      claim: { by: bo, at: now - minute },
      deeds: [
        {
          key: 'rerun/github-actions/acme/api/7012/1',
          by: ana,
          did: 'reran what failed of CI #412',
          at: now,
          ok: true,
        },
        { key: 'claim', by: bo, did: 'is on it', at: now - 3 * minute, ok: true },
      ],
    }),
  ],
  [
    '07-approval-asked',
    card({
      key: { repository: 'github.com/acme/api', branch: 'main' },
      forge: forge({ pullRequest: null, ahead: 0 }),
      work: [],
      ci: [
        deploy('waiting', {
          gates: [{ environment: 'production', approvers: ['bo-l', 'acme/release'] }],
          jobs: [...passed('build image', 'deploy to staging'), job('deploy to production', 'waiting')],
        }),
        green,
      ],
    }),
  ],
  [
    '08-approved-deploying',
    card({
      key: { repository: 'github.com/acme/api', branch: 'main' },
      forge: forge({
        pullRequest: null,
        ahead: 0,
        deployments: [
          { environment: 'production', state: 'running', commit: sha, at: now },
          { environment: 'staging', state: 'succeeded', commit: sha, at: now },
        ],
      }),
      work: [],
      ci: [
        deploy('running', {
          decisions: [{ environment: 'production', verdict: 'approved', by: 'bo-l' }],
          jobs: [
            ...passed('build image', 'deploy to staging'),
            job('deploy to production', 'running', [step(3, 'Roll out', 'running')]),
          ],
        }),
        green,
      ],
      deeds: [
        {
          key: 'gate/github-actions/acme/api/7020/1/production',
          by: bo,
          did: 'approved production for Deploy #96',
          at: now,
          ok: true,
        },
        { key: 'gate/x', by: ana, did: 'approved production for Deploy #96', at: now - minute, ok: false },
      ],
    }),
  ],
  [
    '09-merged',
    card({
      work: [],
      forge: forge({ merged: true, ahead: 0, pullRequest: pull({ state: 'merged', ...approved }) }),
      ci: [green],
    }),
  ],
  [
    '10-interrupted-and-conflicts',
    card({
      forge: forge({
        conflicts: 'some',
        behind: 14,
        pullRequest: pull({
          unresolvedThreads: 2,
          reviews: [
            { by: 'cy', state: 'changes-requested' },
            { by: 'bo-l', state: 'approved' },
          ],
          requested: [],
          decision: 'changes-requested',
        }),
      }),
      work: [work({ changes: { staged: 0, unstaged: 3, untracked: 1, conflicted: 2 }, head: older })],
      ci: [
        run('interrupted', {
          ...ended,
          infrastructure: 'The runner was lost: it ran out of disk space',
          jobs: [job('unit tests', 'interrupted'), ...passed('build')],
        }),
      ],
    }),
  ],
];
