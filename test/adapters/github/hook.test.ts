import { createHmac } from 'node:crypto';
import { Webhooks } from '@octokit/webhooks';
import { describe, expect, it } from 'vitest';
import { createGitHubHook } from '../../../bridge/adapters/github/hook.ts';
import { gitHubEvents } from '../../../bridge/adapters/github/manifest.ts';
import { ruleOf } from '../../../bridge/adapters/github/hook-events.ts';
import type { Heard, Hook } from '../../../bridge/ports/hook.ts';
import { RepositoryId, RunId } from '../../../protocol/model/ids.ts';
import { recorded } from './examples.ts';

const secret = 'a secret of the hook';
const hello = RepositoryId.parse('github.com/codertocat/hello-world');
const report = { run: RunId.parse('github-actions/1'), attempt: 1, revision: 1, state: 'queued' } as const;

const hookOf = (more: Partial<Parameters<typeof createGitHubHook>[0]> = {}): Hook =>
  createGitHubHook({
    secrets: [secret],
    repositories: [hello],
    sources: ['github', 'github-actions'],
    runs: () => ({ provider: 'github-actions', report }),
    ...more,
  });

const hmac = (algorithm: string, key: string, body: Uint8Array | string) =>
  createHmac(algorithm, key).update(body).digest('hex');
const signed = (body: Uint8Array | string, key = secret) => `sha256=${hmac('sha256', key, body)}`;

interface Sent {
  readonly event: string;
  readonly payload: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

async function hear(hook: Hook, { event, payload, headers }: Sent): Promise<Heard> {
  const body = Buffer.from(JSON.stringify(payload));
  const usual = { 'x-hub-signature-256': signed(body), 'x-github-event': event, 'x-github-delivery': 'd-1' };
  return hook.hear({ headers: { ...usual, ...headers }, body, at: 1 });
}

const repository = {
  full_name: 'Codertocat/Hello-World',
  html_url: 'https://github.com/Codertocat/Hello-World',
  default_branch: 'main',
};
const push = (ref: string) => ({ ref, before: '0'.repeat(40), after: '1'.repeat(40), repository });

describe('[W1] a signature', () => {
  const body = Buffer.from(JSON.stringify(push('refs/heads/x')));
  const bytes = Buffer.concat([body, Buffer.from(' ')]);
  const right = signed(body);
  const hex = right.slice('sha256='.length);
  const with256 = (value: string) => ({ 'x-hub-signature-256': value });
  const askWith = async (headers: Record<string, string>, sent: Uint8Array = body, hook = hookOf()) =>
    (await hook.hear({ headers: { 'x-github-event': 'push', ...headers }, body: sent, at: 1 })).type;

  it('is taken where it is of these bytes, by GitHub’s own client too', async () => {
    expect(await askWith(with256(right))).toBe('heard');
    expect(await new Webhooks({ secret }).sign(body.toString())).toBe(right);
  });

  it('is taken by either of two secrets, while one takes the other’s place', async () => {
    const rotating = hookOf({ secrets: ['the old one', secret] });
    expect(await askWith(with256(right), body, rotating)).toBe('heard');
    expect(await askWith(with256(signed(body, 'the old one')), body, rotating)).toBe('heard');
    expect(await askWith(with256(signed(body, 'older still')), body, rotating)).toBe('unsigned');
  });

  const misses: [string, Record<string, string>, Uint8Array?][] = [
    ['no header', {}],
    ['an empty one', with256('')],
    ['only its prefix', with256('sha256=')],
    ['no prefix', with256(hex)],
    ['another prefix', with256(`sha512=${hex}`)],
    ['a prefix in capitals', with256(`SHA256=${hex}`)],
    ['digits in capitals', with256(`sha256=${hex.toUpperCase()}`)],
    ['a digit too few', with256(right.slice(0, -1))],
    ['a digit too many', with256(`${right}0`)],
    ['a byte too few', with256(right.slice(0, -2))],
    ['a last digit that is another', with256(right.slice(0, -1) + (right.endsWith('0') ? '1' : '0'))],
    ['a first digit that is another', with256(`sha256=${hex.startsWith('0') ? '1' : '0'}${hex.slice(1)}`)],
    ['a blank before it', with256(` ${right}`)],
    ['a blank after it', with256(`${right} `)],
    ['a header that came twice', with256(`${right}, ${right}`)],
    ['a wrong one beside the right one', with256(`sha256=${'0'.repeat(64)}, ${right}`)],
    ['SHA-1 in its own header', { 'x-hub-signature': `sha1=${hmac('sha1', secret, body)}` }],
    ['SHA-1 in this header', with256(`sha1=${hmac('sha1', secret, body)}`)],
    ['a plain hash of the body', with256(`sha256=${createHmac('sha256', '').update(body).digest('hex')}`)],
    ['another hook’s secret', with256(signed(body, 'the secret of another hook'))],
    ['the body with a blank more', with256(right), bytes],
    ['an empty body', with256(right), new Uint8Array()],
    ['bytes that only decode to the same', with256(signed('\uFFFD')), Buffer.from([0xff])],
    ['text in another script', with256(`sha256=${'０'.repeat(64)}`)],
  ];
  it.each(misses)('[F30] is not taken: %s', async (_, headers, sent) => {
    expect(await askWith(headers, sent)).toBe('unsigned');
  });

  it('is never taken without a secret', () => {
    expect(() => hookOf({ secrets: [] })).toThrow(TypeError);
    expect(() => hookOf({ secrets: [secret, ''] })).toThrow(TypeError);
  });
});

describe('what is signed but is not what it says', () => {
  const odd: readonly (readonly [string, Record<string, string>, string | Uint8Array])[] = [
    ['no event', { 'x-github-event': '' }, '{}'],
    ['an event twice', { 'x-github-event': 'push, push' }, '{}'],
    ['an event that is no name', { 'x-github-event': '__proto__' }, '{}'],
    ['no JSON', {}, 'payload=%7B%7D'],
    ['a list', {}, '[]'],
    ['null', {}, 'null'],
    ['no UTF-8', {}, new Uint8Array([0x22, 0xff, 0x22])],
    ['an action that is no text', {}, '{"action":{}}'],
    ['a push without a ref', {}, JSON.stringify({ ...push('x'), ref: undefined })],
    ['a push with a ref that is no text', {}, JSON.stringify({ ...push('x'), ref: 7 })],
  ];
  it.each(odd)('is malformed: %s', async (_, headers, text) => {
    const body = Buffer.from(text);
    const all = { 'x-hub-signature-256': signed(body), 'x-github-event': 'push', ...headers };
    expect((await hookOf().hear({ headers: all, body, at: 1 })).type).toBe('malformed');
  });

  it('[W3] is malformed under the header of any event whose payload is not like it', async () => {
    const heard = recorded().filter(
      ({ name }) => typeof ruleOf(name)?.does === 'object' && 'move' in Object(ruleOf(name)?.does),
    );
    const telling = heard.filter(
      ({ name }) => !['repository', 'create', 'delete', 'branch_protection_rule'].includes(name),
    );
    for (const { name, payload } of new Map(telling.map((one) => [one.name, one])).values()) {
      for (const event of ['star', 'watch', 'ping', 'issues', 'release', 'not_known_yet', 'workflow_run', 'public']) {
        expect([name, event, (await hear(hookOf(), { event, payload })).type]).toEqual([name, event, 'malformed']);
      }
    }
  });
});

describe('GitHub’s recorded deliveries', () => {
  const all = recorded();
  const ours = [...new Set(all.map(({ payload }) => Object(payload['repository']).html_url))]
    .filter((url) => typeof url === 'string')
    .map((url) => RepositoryId.parse(url.replace('https://', '').toLowerCase()));

  it('are all heard, or ignored by name', async () => {
    const hook = hookOf({ repositories: ours });
    const heard = await Promise.all(all.map(async ({ name, payload }) => hear(hook, { event: name, payload })));
    expect(heard).toHaveLength(329);
    expect(heard.filter(({ type }) => type !== 'heard' && type !== 'ignored')).toEqual([]);
    const reasons = heard.flatMap((each) => (each.type === 'ignored' ? [each.why] : []));
    expect(reasons.filter((why) => !/^[a-z].{10,}[^.]$/.test(why))).toEqual([]);
    expect(heard.filter(({ type }) => type === 'heard').length).toBeGreaterThan(90);
  });

  it('are of no concern where their repository is none of ours', async () => {
    const hook = hookOf({ repositories: [RepositoryId.parse('github.com/acme/shop')] });
    for (const { name, payload } of all) expect((await hear(hook, { event: name, payload })).type).toBe('ignored');
  });

  it('move the branches that they are about', async () => {
    const hook = hookOf({ repositories: ours });
    const found: Record<string, string> = {};
    for (const { name, payload } of all) {
      const heard = await hear(hook, { event: name, payload });
      if (heard.type === 'heard' && heard.moved) found[heard.event] ??= String(heard.moved.branches);
    }
    expect(found).toMatchObject({
      'pull_request.opened': 'changes',
      'pull_request.closed': 'changes',
      'pull_request.labeled': 'changes',
      'pull_request_review.submitted': 'changes',
      'pull_request_review_thread.resolved': expect.stringMatching(/^(changes|issue-comment)$/),
      'check_suite.completed': 'changes',
      status: 'master,changes,gh-pages',
      'deployment.created': 'master',
      'label.deleted': 'all',
      'branch_protection_rule.created': 'all',
    });
  });
});

describe('a delivery', () => {
  const branches = async (sent: Sent) => {
    const heard = await hear(hookOf(), sent);
    return heard.type === 'heard' ? heard.moved?.branches : heard;
  };
  const pull = (head: object) => ({ action: 'opened', number: 1, pull_request: { head }, repository });

  it('of a push moves its branch; of the branch that others go into, all', async () => {
    expect(await branches({ event: 'push', payload: push("refs/heads/feature/a'b") })).toEqual(["feature/a'b"]);
    expect(await branches({ event: 'push', payload: push('refs/heads/main') })).toBe('all');
    expect(await branches({ event: 'push', payload: push('refs/tags/main') })).toMatchObject({ type: 'ignored' });
  });

  it('of a pull request from a fork, or of a fork that is gone, moves no branch of ours', async () => {
    const fork = { ref: 'main', repo: { full_name: 'mallory/Hello-World' } };
    expect(await branches({ event: 'pull_request', payload: pull(fork) })).toMatchObject({ type: 'ignored' });
    expect(await branches({ event: 'pull_request', payload: pull({ ref: 'x', repo: null }) })).toMatchObject({
      type: 'ignored',
    });
    expect(await branches({ event: 'pull_request', payload: pull({ ref: 'x', repo: repository }) })).toEqual(['x']);
  });

  it('of a deployment of a commit moves all: which branch that is on is not told', async () => {
    const payload = { deployment: { ref: 'a'.repeat(40) }, action: 'created', repository };
    expect(await branches({ event: 'deployment', payload })).toBe('all');
  });

  it('of a run is told by whoever reads runs', async () => {
    const payload = { action: 'completed', workflow_run: {}, repository };
    const told = { type: 'heard', event: 'workflow_run.completed', id: 'd-1', provider: 'github-actions', report };
    expect(await hear(hookOf(), { event: 'workflow_run', payload })).toEqual(told);
    const ignoring = hookOf({ runs: () => ({ ignored: 'of no branch' }) });
    expect(await hear(ignoring, { event: 'workflow_run', payload })).toMatchObject({
      type: 'ignored',
      why: 'of no branch',
    });
    const refusing = hookOf({ runs: () => ({ malformed: 'no id' }) });
    expect(await hear(refusing, { event: 'workflow_run', payload })).toMatchObject({ type: 'malformed' });
  });

  it('of an event that is newer than we are is ignored', async () => {
    expect(await hear(hookOf(), { event: 'brand_new', payload: { repository } })).toMatchObject({
      type: 'ignored',
      event: 'brand_new',
    });
  });

  it('is named by its id, which is for people alone', async () => {
    const heard = await hear(hookOf(), {
      event: 'push',
      payload: push('refs/heads/x'),
      headers: { 'x-github-delivery': 'd'.repeat(300) },
    });
    expect(heard.type === 'heard' && heard.id).toHaveLength(100);
  });
});

describe('the events that an App is made with', () => {
  it('are all heard', () => {
    for (const event of gitHubEvents) expect([event, Object(ruleOf(event)?.does).nothing]).toEqual([event, undefined]);
    expect(gitHubEvents.every((event) => ruleOf(event) !== undefined)).toBe(true);
  });
});
