import { Card } from '../../../protocol/model/card.ts';

const commit = 'a'.repeat(40);

/** A failing card that bears the same words wherever others choose the words: forge, engine, log, people. */
export function everywhere(text: string): Card {
  const name = text.slice(0, 80).toWellFormed();
  const person = { id: 'ana', name };
  const step = { number: 1, name, state: 'failed' };
  const job = { id: 'j1', name, attempt: 1, revision: 1, state: 'failed', steps: [step] };
  const failures = [{ name: text, file: text, line: 1, message: text, triage: 'on-base' }];
  const gates = [{ environment: name, approvers: [name] }];
  const decisions = [{ environment: name, verdict: 'approved', by: name, comment: text }];
  const run = {
    run: 'r1',
    provider: 'ci',
    workflow: name,
    commit,
    attempt: 1,
    revision: 1,
    queuedAt: 1,
    state: 'failed',
  };
  const told = { jobs: [job], gates, decisions, infrastructure: text, requestedBy: person };
  const pullRequest = {
    number: 7,
    title: text,
    url: 'https://forge.example/pull/7',
    state: 'open',
    author: name,
    reviews: [{ by: name, state: 'commented' }],
    requested: [name],
    requiredChecks: [name],
  };
  const forge = {
    forge: 'f',
    revision: 1,
    base: name,
    ahead: 1,
    behind: 0,
    conflicts: 'some',
    merged: false,
    pullRequest,
  };
  const deployments = [{ environment: name, state: 'running', commit, at: 1 }];
  const changes = { staged: 1, unstaged: 0, untracked: 0, conflicted: 0 };
  return Card.parse({
    key: { repository: text, branch: text },
    version: 1,
    updatedAt: 1_700_000_000_000,
    work: [{ device: 'device-01', by: person, counter: 1, head: commit, changes, at: 1 }],
    forge: { ...forge, deployments },
    ci: [
      { ...run, ...told, failures, lines: [] },
      { ...run, ...told, workflow: `2 ${name}`, failures: [], lines: [text, text] },
    ],
    claim: { by: person, at: 1 },
    deeds: [{ key: 'k', by: person, did: text, at: 1, ok: false }],
  });
}
