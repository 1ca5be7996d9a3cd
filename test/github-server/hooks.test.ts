import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text as readText } from 'node:stream/consumers';
import { Webhooks } from '@octokit/webhooks';
import examples from '@octokit/webhooks-examples/api.github.com/index.json' with { type: 'json' };
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { latest } from '../support/github/shapes/run.ts';
import { openSample, type Sample } from './sample.ts';

const secret = 'it is a secret';
let sample: Sample;
let server: Server;
let heard: { event: string; guid: string; signed: boolean; body: Record<string, unknown> }[] = [];
const webhooks = new Webhooks({ secret });
async function take(request: IncomingMessage) {
  const text = await readText(request);
  const header = (name: string) => String(request.headers[name] ?? '');
  const signature = header('x-hub-signature-256');
  const signed = signature !== '' && (await webhooks.verify(text, signature));
  const body = JSON.parse(text) as Record<string, unknown>;
  return { event: header('x-github-event'), guid: header('x-github-delivery'), signed, body };
}
beforeEach(async () => {
  heard = [];
  sample = await openSample();
  server = createServer((request, response) => {
    void take(request).then((delivery) => {
      heard.push(delivery);
      return response.writeHead(202).end();
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  sample.github.hooks.to({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, secret });
});
afterEach(async () => {
  await sample.close();
  server.close();
});

/** Everything that this GitHub tells of. */
async function all(): Promise<void> {
  const { github, repository } = sample;
  github.environment({ name: 'production', reviewers: ['ann'] });
  await repository.branch('short', 'topic');
  await github.pushed('short');
  await repository.git('branch', '-D', 'short');
  await github.pushed('short');
  await github.pulls.open({ head: 'topic', title: 'Cart', by: 'bo' });
  await github.pulls.request(1, 'cy', 'bo');
  await github.pulls.label(1, 'urgent', 'bo');
  const { id } = await github.pulls.approve(1, 'cy');
  await github.pulls.dismiss(1, id, 'ann');
  const thread = await github.pulls.thread(1, 'cy', 'Why?', { path: 'src/cart.ts', line: 1 });
  await github.pulls.resolve(1, thread.id, 'bo');
  await github.commits.status('topic', 'ci/other', 'success');
  const workflow = github.repo.workflows.find((each) => each.path.endsWith('deploy.yml'));
  if (!workflow) throw new Error('no workflow');
  const run = await github.actions.dispatch({ workflow, ref: 'topic', inputs: {}, by: github.user('bo') });
  if ('message' in run) throw new Error(run.message);
  await github.actions.until(() => latest(run).status === 'waiting');
  github.actions.approve(run, 'production', 'ann', 'Go');
  await github.actions.idle();
  await github.hooks.settled();
}

type Payload = Readonly<Record<string, unknown>>;
const isPayload = (value: unknown): value is Payload =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
/** Not in every example, as not every repository has an organisation, and not every hook an App. */
const sometimes = new Set(['organization', 'installation']);
/** Examples are of several years; these have gone since, or have no say here. */
const bygone = new Set([
  'repository.master_branch',
  'repository.stargazers',
  'repository.organization',
  'repository.permissions',
]);

/** Keys that all the examples have and ours lack: of the payload, and of the objects in it. */
function lacking(ours: Payload, theirs: readonly Payload[], path = ''): string[] {
  const [first = {}] = theirs;
  const shared = Object.keys(first).filter((key) => theirs.every((each) => key in each));
  return shared.flatMap((key) => {
    const name = `${path}${key}`;
    if (sometimes.has(key) || bygone.has(name)) return [];
    if (!(key in ours)) return [name];
    const inner = theirs.map((each) => each[key]).filter(isPayload);
    const mine = ours[key];
    return path === '' && isPayload(mine) && inner.length === theirs.length ? lacking(mine, inner, `${key}.`) : [];
  });
}

describe('deliveries', () => {
  it('are signed, and hold what GitHub’s recorded ones hold', async () => {
    await all();
    expect(heard.every((each) => each.signed)).toBe(true);
    expect(new Set(heard.map((each) => each.guid)).size).toBe(heard.length);
    const known = new Map(examples.map((each): [string, Payload[]] => [each.name, each.examples as Payload[]]));
    const faults = heard.flatMap(({ event, body }) => {
      const theirs = known.get(event) ?? [];
      const ofAction = theirs.filter((each) => each['action'] === body['action']);
      return lacking(body, ofAction).map((key) => `${event}.${String(body['action'])}: ${key}`);
    });
    expect([...new Set(faults)]).toEqual([]);
    expect(new Set(heard.map((each) => each.event))).toEqual(
      new Set([
        'check_run',
        'check_suite',
        'create',
        'delete',
        'deployment',
        'deployment_review',
        'deployment_status',
        'pull_request',
        'pull_request_review',
        'pull_request_review_comment',
        'pull_request_review_thread',
        'push',
        'status',
        'workflow_job',
        'workflow_run',
      ]),
    );
  });

  it('come again with their own GUID, and unsigned if asked', async () => {
    const { github } = sample;
    await github.commits.status('topic', 'ci/other', 'success');
    await github.hooks.settled();
    const [first] = github.hooks.deliveries;
    await github.hooks.redeliver(first?.id ?? 0);
    await github.hooks.redeliver(first?.id ?? 0, { unsigned: true });
    expect(heard.map((each) => [each.guid, each.signed])).toEqual([
      [first?.guid, true],
      [first?.guid, true],
      [first?.guid, false],
    ]);
    expect(github.hooks.deliveries.map((each) => [each.redelivery, each.status])).toEqual([
      [false, 202],
      [true, 202],
      [true, 202],
    ]);
  });

  it('get doubled, mixed and lost', async () => {
    const { github } = sample;
    const chances = [0.9, 0.1, 0.5];
    github.hooks.disturb({
      shuffle: 2,
      double: true,
      chance: () => chances.shift() ?? 0,
      drop: (delivery) => delivery.body.includes('ci/three'),
    });
    for (const name of ['ci/one', 'ci/two', 'ci/three']) await github.commits.status('topic', name, 'success');
    await github.hooks.settled();
    expect(heard.map((each) => each.body['context'])).toEqual(['ci/two', 'ci/two', 'ci/one', 'ci/one']);
    expect(github.hooks.deliveries.map((each) => each.status)).toEqual([202, 202, 0]);
  });
});
