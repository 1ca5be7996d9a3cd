import { spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { createGitHubHook } from '../../bridge/adapters/github/hook.ts';
import { createGitLabHook } from '../../bridge/adapters/gitlab/hook.ts';
import { openSqliteStore } from '../../bridge/adapters/store/sqlite/index.ts';
import { folders } from '../adapters/store/folder.ts';
import { countingEpochs } from '../contract/store-samples.ts';
import { manualClock } from '../support/clock.ts';
import { type HookServer, secret, startHookServer } from '../support/hook-server.ts';
import { deliveryHeaders, runPayload, sign, signedHook } from '../support/signed-hook.ts';

const floodMs = Number(process.env['F30_MS'] ?? 3_000);
const folder = folders();
let server: HookServer | undefined;
afterEach(async () => {
  await server?.close();
  await server?.world.store.close();
  server = undefined;
});

async function start(unguarded = false): Promise<HookServer> {
  const store = await openSqliteStore({ file: join(await folder(), 'room.db'), epoch: countingEpochs() });
  const limits = { atOnce: 1_000_000 };
  return (server = await startHookServer({ store, limits, hooks: [signedHook({ secret, unguarded })] }));
}

/** Forges until the time is over; answers how often each status came back. */
async function flood(port: number, durationMs: number): Promise<Record<string, number>> {
  const writer = join(import.meta.dirname, 'hooks-flood-writer.ts');
  const child = spawn(process.execPath, [writer, `${port}`, `${durationMs}`], { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  await once(child, 'close');
  return JSON.parse(said) as Record<string, number>;
}

/** What forgers have got in: rows that the good deliveries have not made. */
async function forged({ world }: HookServer): Promise<number> {
  const runs = await world.store.list('run');
  return runs.filter(({ id }) => id === 'forged').length;
}

describe('a flood of forged deliveries', () => {
  it('[F30] is refused to the last one, keeps nothing, and leaves room for the good ones', {
    timeout: 30_000 + floodMs,
  }, async () => {
    const bridge = await start();
    const flooding = new AbortController();
    const refused = flood(bridge.port, floodMs).finally(() => flooding.abort());
    const taken: number[] = [];
    const tookMs: number[] = [];
    for (let revision = 1; !flooding.signal.aborted; revision += 1) {
      const from = performance.now();
      taken.push((await bridge.post(runPayload({ revision }))).status);
      tookMs.push(performance.now() - from);
    }
    const statuses = await refused;
    expect(Object.keys(statuses).filter((status) => !['401', '429'].includes(status))).toEqual([]);
    expect(new Set(taken)).toEqual(new Set([200]));
    expect(await forged(bridge)).toBe(0);
    expect(await bridge.world.store.list('outcome')).toHaveLength(taken.length);
    expect(bridge.world.log.lines.length).toBeLessThan(5);
    const forgeries = Object.values(statuses).reduce((sum, count) => sum + count, 0);
    const p99 = tookMs.toSorted((a, b) => a - b)[Math.floor(tookMs.length * 0.99)] ?? 0;
    process.stdout.write(
      `[F30] ${Math.round(forgeries / (floodMs / 1000))} forged/s, ${taken.length} good ones, p99 ${p99.toFixed(0)} ms\n`,
    );
  });

  it('[F30] twin: without the signature it would be taken', async () => {
    const bridge = await start(true);
    expect(Object.keys(await flood(bridge.port, 300))).toEqual(['200']);
    expect(await forged(bridge)).toBe(1);
  });
});

const body = JSON.stringify(runPayload());
const right = sign(body, secret);
const hex = right.slice('v1='.length);
const nearMisses: Readonly<Record<string, string>> = {
  'no value': '',
  'only the name': 'v1=',
  'without the name': hex,
  'another name': `v2=${hex}`,
  'the name of the old way': `sha1=${hex.slice(0, 40)}`,
  'upper case': right.toUpperCase(),
  'upper case digits': `v1=${hex.toUpperCase()}`,
  'one digit short': right.slice(0, -1),
  'one digit long': `${right}0`,
  'half of it': right.slice(0, 35),
  'last digit changed': `${right.slice(0, -1)}${right.endsWith('0') ? '1' : '0'}`,
  'first digit changed': `v1=${hex.startsWith('0') ? '1' : '0'}${hex.slice(1)}`,
  'twice in one': `${right}, ${right}`,
  'with another after it': `${right}, ${sign(body, 'x')}`,
  'with another before it': `${sign(body, 'x')}, ${right}`,
  'in base64': `v1=${Buffer.from(hex, 'hex').toString('base64')}`,
  'in quotes': `"${right}"`,
  'only zeroes': `v1=${'0'.repeat(64)}`,
  'of an empty body': sign('', secret),
  'by the secret of another hook': sign(body, 'the secret of another hook'),
  'by an empty secret': sign(body, ''),
  'of the body with a line end': sign(`${body}\n`, secret),
};

const gitHub = (text: string, key: string) => `sha256=${createHmac('sha256', key).update(text).digest('hex')}`;
const gitHubHex = gitHub(body, secret).slice('sha256='.length);
const gitHubMisses: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    Object.entries(nearMisses).map(([miss, signature]) => [
      miss,
      signature.replaceAll(hex, gitHubHex).replaceAll('v1=', 'sha256=').replaceAll('V1=', 'SHA256='),
    ]),
  ),
  'by the old way': `sha1=${createHmac('sha1', secret).update(body).digest('hex')}`,
  'by the old way under the new name': `sha256=${createHmac('sha1', secret).update(body).digest('hex')}`,
};

describe('a signature that is nearly right', () => {
  const misses = Object.keys(nearMisses);
  it(`[F30] is refused, in each of ${misses.length} ways`, async () => {
    const bridge = await startHookServer({ limits: { refusalsAtOnce: 1000 } });
    server = bridge;
    const statuses: Record<string, number> = {};
    for (const [miss, signature] of Object.entries(nearMisses)) {
      const headers = { ...deliveryHeaders(body, secret), 'x-signature': signature };
      statuses[miss] = (await bridge.post(body, headers)).status;
    }
    expect(statuses).toEqual(Object.fromEntries(misses.map((miss) => [miss, 401])));
    expect(await bridge.world.store.list('outcome')).toEqual([]);
    expect((await bridge.post(body)).status).toBe(200);
  });

  it('[F30] is refused so by the hook of GitHub as well', async () => {
    const hook = createGitHubHook({
      secrets: [secret, 'the next one'],
      repositories: [],
      sources: [],
      runs: () => undefined,
    });
    const bridge = await startHookServer({ hooks: [hook], limits: { refusalsAtOnce: 1000 } });
    server = bridge;
    const statuses: Record<string, number> = {};
    const headers = { 'content-type': 'application/json', 'x-github-event': 'star', 'x-github-delivery': 'guid' };
    const star = async (signature: string) =>
      (await bridge.post(body, { ...headers, 'x-hub-signature-256': signature }, 'github')).status;
    for (const [miss, signature] of Object.entries(gitHubMisses)) statuses[miss] = await star(signature);
    statuses['by the old header'] = (
      await bridge.post(body, { ...headers, 'x-hub-signature': gitHubMisses['by the old way'] ?? '' }, 'github')
    ).status;
    expect(statuses).toEqual(Object.fromEntries(Object.keys(statuses).map((miss) => [miss, 401])));
    // Signed, and no star: whoever holds either secret is heard.
    expect([await star(gitHub(body, secret)), await star(gitHub(body, 'the next one'))]).toEqual([400, 400]);
  });

  it('[F31] is refused by the hook of GitLab where it was made 301 s ago, or will be in 301 s', async () => {
    const token = Buffer.alloc(32, 'k');
    const clock = manualClock();
    const hook = createGitLabHook({
      id: 'gitlab',
      forge: 'gitlab',
      ci: 'gitlab',
      signing: [`whsec_${token.toString('base64')}`],
      projects: new Map(),
      clock,
    });
    const bridge = await startHookServer({ hooks: [hook], limits: { refusalsAtOnce: 1000 } });
    server = bridge;
    const said = JSON.stringify({ object_kind: 'wiki_page' });
    const statusAt = async (offset: number) => {
      const timestamp = String(Math.floor(bridge.clock.now() / 1000) + offset);
      const signature = createHmac('sha256', token).update(`d-1.${timestamp}.${said}`).digest('base64');
      const headers = { 'webhook-id': 'd-1', 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` };
      const all = { ...headers, 'content-type': 'application/json', 'x-gitlab-event': 'Wiki Page Hook' };
      return (await bridge.post(said, all, 'gitlab')).status;
    };
    const ages = [0, -300, 300, -301, 301, -100_000];
    const statuses: number[] = [];
    for (const age of ages) statuses.push(await statusAt(age));
    expect(statuses).toEqual([200, 200, 200, 401, 401, 401]);
  });
});
