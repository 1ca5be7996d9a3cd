import { describe, expect, it, vi } from 'vitest';
import { forge, run } from '../support/samples.ts';
import { pullRequestRow } from '../../extension/views/rows/pull-request-rows.ts';
import { drawn } from './drawn-rows.ts';

vi.mock('vscode', async () => (await import('./vscode-stub.ts')).stub);

describe('the pull request in the view Now', () => {
  const pullRequest = {
    number: 7,
    title: 'Log in',
    url: 'https://forge.example/7',
    state: 'open',
    reviews: [
      { by: 'ana', state: 'approved' },
      { by: 'ben', state: 'changes-requested' },
    ],
    requested: ['eve'],
    unresolvedThreads: 2,
    decision: 'changes-requested',
    requiredChecks: ['deploy'],
  } as const;
  const pull = { ...pullRequest, reviews: [...pullRequest.reviews], requested: ['eve'], requiredChecks: ['deploy'] };

  it('shows what it waits for, its reviews by person, and the checks of others', () => {
    const checks = [
      { name: 'license', state: 'failed', summary: 'no CLA', url: 'https://cla.example' },
      { name: 'size', state: 'passed' },
    ] as const;
    expect(drawn('pull-request', { forge: forge({ pullRequest: pull, checks: [...checks] }) })).toEqual([
      'git-pull-request Pull request | #7 open · Log in',
      '  watch Waits for | 3 things',
      '    person @ben asked for changes',
      '    person 2 unresolved threads',
      '    sync deploy has not reported yet',
      '  pass @ana | approved',
      '  request-changes @ben | asked for changes',
      '  circle-outline @eve | was asked for a review',
      '  checklist Other checks | 1 of 2 failed',
      '    error license | failed · no CLA',
      '    pass size | passed',
    ]);
  });

  it('says that it waits for nothing, and shows what is unknown as unknown', () => {
    const ready = {
      ...pull,
      reviews: [],
      requested: [],
      decision: 'approved',
      unresolvedThreads: 0,
      requiredChecks: [],
    } as const;
    const open = forge({ pullRequest: { ...ready, reviews: [], requested: [], requiredChecks: [] } });
    expect(drawn('pull-request', { forge: open }).slice(1)).toEqual(['  check Waits for nothing']);
    const bare = { number: 7, title: 'x', url: 'https://forge.example/7', state: 'draft' } as const;
    expect(drawn('pull-request', { forge: forge({ pullRequest: bare, conflicts: 'unknown' }) })).toEqual([
      'git-pull-request-draft Pull request | #7 draft · x',
      '  watch Waits for | 4 things',
      '    person It is a draft',
      '    question Whether it conflicts with main is not known yet',
      '    question Whether it needs a review is not known',
      '    question Which checks are required is not known',
      '  question Reviews | not known',
      '  question Unresolved threads | not known',
    ]);
    expect(drawn('pull-request', { forge: forge({ pullRequest: { ...bare, state: 'merged' } }) })).toHaveLength(2);
  });

  it('shows where commits of the branch were put', () => {
    const deployments = [{ environment: 'staging', state: 'succeeded', commit: run().commit, at: 5 }] as const;
    expect(drawn('deployments', { forge: forge({ deployments: [...deployments] }) })).toEqual([
      'cloud-upload Deployments | staging',
      '  pass staging | succeeded · aaaaaaa · t5',
    ]);
  });

  it('does not say that no forge is connected where one is, and has only not told of the branch', () => {
    const sources = [{ id: 'f', kind: 'forge', name: 'Forge', state: 'fresh' } as const];
    expect(pullRequestRow(undefined, sources).description).toBe('not known');
    expect(pullRequestRow(undefined, []).description).toBe('no forge connected');
  });
});
