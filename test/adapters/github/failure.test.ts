import { afterEach, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { createGitHubClient } from '../../../bridge/adapters/github/client.ts';
import { manualClock } from '../../support/clock.ts';
import { until } from '../../support/until.ts';
import { servers, smallServer, type Told } from './server.ts';
import { failureOf, settingFor, shopPlace, token } from './setting.ts';

const { server, closeAll } = servers();
afterEach(closeAll);

const pulls = 'GET /repos/{owner}/{repo}/pulls';
const dispatch = 'POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches';
const anything = z.unknown();

describe('a failure of GitHub', () => {
  const date = 'Mon, 23 Nov 2026 12:00:00 GMT';
  const reset = String(Date.parse(date) / 1000 + 90);
  const message = (text: string) => ({ message: text, documentation_url: 'https://docs.github.com/x' });
  const table: [string, number, Record<string, string>, unknown, string, string, string, number?][] = [
    ['bad credentials', 401, {}, message('Bad credentials'), 'unauthorised', 'unauthorised', 'Bad credentials'],
    [
      'a right that is missing',
      403,
      {},
      message('Resource not accessible by integration'),
      'refused',
      'refused',
      'Resource not accessible by integration',
    ],
    [
      'a secondary limit',
      403,
      { 'retry-after': '7' },
      message('You have exceeded a secondary rate limit'),
      'limited',
      'limited',
      'You have exceeded a secondary rate limit',
      7000,
    ],
    [
      'a secondary limit without a time',
      403,
      {},
      message('You have exceeded a secondary rate limit'),
      'limited',
      'limited',
      'You have exceeded a secondary rate limit',
      60_000,
    ],
    [
      'a primary limit',
      403,
      { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': reset, date },
      message('API rate limit exceeded'),
      'limited',
      'limited',
      'API rate limit exceeded',
      91_000,
    ],
    ['too many requests', 429, {}, 'slow down', 'limited', 'limited', 'http_429', 60_000],
    ['what is not there', 404, {}, message('Not Found'), 'gone', 'gone', 'Not Found'],
    ['what is gone', 410, {}, message('Gone'), 'gone', 'gone', 'Gone'],
    [
      'a repository that has moved',
      301,
      { location: 'https://elsewhere.example/' },
      message('Moved Permanently'),
      'gone',
      'gone',
      'moved_elsewhere',
    ],
    ['a conflict', 409, {}, message('Conflict'), 'refused', 'refused', 'Conflict'],
    [
      'a validation',
      422,
      {},
      { message: 'Validation Failed', errors: [{ code: 'missing', field: 'ref' }, 'No ref'] },
      'refused',
      'refused',
      'Validation Failed: missing: No ref',
    ],
    ['trouble', 500, {}, message('boom'), 'unavailable', 'unsure', 'http_500'],
    ['a gateway', 502, { 'content-type': 'text/html' }, '<html>', 'unavailable', 'unsure', 'http_502'],
    ['an echo of the token', 422, {}, message(`bad header ${token}`), 'refused', 'refused', 'bad header …'],
  ];

  it.each(table)('is told in our words: %s', async (...row) => {
    const [, status, headers, body, reading, writing, word, wait] = row;
    const { url } = await server(() => ({ status, headers, body }));
    const asked = await failureOf(createGitHubClient(settingFor(url)).request(pulls, shopPlace, anything));
    expect(asked).toMatchObject({ fault: reading, vendorWord: word });
    expect(asked.retryAfterMs).toBe(wait);
    const wrote = await failureOf(
      createGitHubClient(settingFor(url)).request(dispatch, { ...shopPlace, workflow_id: 1, ref: 'main' }, anything),
    );
    expect(wrote).toMatchObject({ fault: writing, vendorWord: word });
  });

  it('is unsure of a write whose answer was lost, and of no read', async () => {
    const { url, asked } = await server(() => ({ cut: true }));
    const client = createGitHubClient(settingFor(url));
    expect((await failureOf(client.request(pulls, shopPlace, anything))).fault).toBe('unavailable');
    const write = client.request(dispatch, { ...shopPlace, workflow_id: 1 }, anything);
    expect((await failureOf(write)).fault).toBe('unsure');
    expect(asked).toHaveLength(2);
  });

  it('is sure of a write that was never sent', async () => {
    const { url, close } = await smallServer(() => undefined);
    await close();
    const write = createGitHubClient(settingFor(url)).request(dispatch, { ...shopPlace, workflow_id: 1 }, anything);
    expect(await failureOf(write)).toMatchObject({ fault: 'unavailable', vendorWord: 'ECONNREFUSED' });
  });

  it('ends what GitHub does not answer', async () => {
    const clock = manualClock();
    const { url, asked } = await server(() => ({ silent: true }));
    const write = failureOf(
      createGitHubClient(settingFor(url, { clock })).request(dispatch, { ...shopPlace, workflow_id: 1 }, anything),
    );
    await until(() => asked.length === 1);
    await clock.advance(20_000);
    expect(await write).toMatchObject({ fault: 'unsure', vendorWord: 'timeout' });
  });

  it('is an answer of another shape', async () => {
    const { url } = await server(() => ({ body: { not: 'a list' } }));
    const client = createGitHubClient(settingFor(url));
    const read = client.request(pulls, shopPlace, z.array(anything));
    expect(await failureOf(read)).toMatchObject({ fault: 'unavailable', vendorWord: 'unreadable_answer' });
  });

  it('leaves GitHub alone until its limit has passed, and asks for nothing meanwhile', async () => {
    const clock = manualClock();
    const answers: Told[] = [{ status: 403, headers: { 'retry-after': '30' }, body: message('secondary rate limit') }];
    const { url, asked } = await server(() => answers.shift() ?? { body: [] });
    const client = createGitHubClient(settingFor(url, { clock }));
    await failureOf(client.request(pulls, shopPlace, anything));
    await clock.advance(10_000);
    expect(await failureOf(client.request(pulls, shopPlace, anything))).toMatchObject({
      fault: 'limited',
      retryAfterMs: 20_000,
    });
    expect(asked).toHaveLength(1);
    await clock.advance(20_000);
    expect(await client.request(pulls, shopPlace, anything)).toEqual([]);
  });

  it('does not wait or try again by itself where the official client would', async () => {
    const { url, asked } = await server(() => ({
      status: 429,
      headers: { 'retry-after': '1' },
      body: message('rate limit'),
    }));
    const client = createGitHubClient(settingFor(url, { paced: true }));
    expect((await failureOf(client.request(pulls, shopPlace, anything))).fault).toBe('limited');
    expect(asked).toHaveLength(1);
  });
});
