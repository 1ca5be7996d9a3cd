import { afterEach, beforeEach, expect, it } from 'vitest';
import { openSample, type Sample } from './sample.ts';

let sample: Sample;
beforeEach(async () => {
  sample = await openSample();
  sample.github.actions.byHand();
});
afterEach(async () => sample.close());

it('shows a browser what its links lead to, and to programs is the API alone', async () => {
  const { github } = sample;
  const { number } = await github.pulls.open({ head: 'topic', base: 'main', title: '<b>Cart</b>', by: 'ann' });
  const look = async (path: string, accept = 'text/html'): Promise<[number, string]> => {
    const answer = await fetch(`${github.url}/acme/shop${path}`, { headers: { accept } });
    return [answer.status, await answer.text()];
  };
  const [status, pull] = await look(`/pull/${number}`);
  expect(status).toBe(200);
  expect(pull).toContain('&lt;b&gt;Cart&lt;/b&gt;');
  const run = github.repo.runs[0];
  expect(pull).toContain(`/acme/shop/actions/runs/${run?.id}`);
  expect((await look(`/actions/runs/${run?.id}/job/1`))[1]).toContain(run?.workflow.name);
  expect((await look(''))[1]).toContain(`/pull/${number}`);
  expect((await look(`/pull/${number}`, 'application/json'))[0]).toBe(404);
  expect((await look('/pull/99'))[0]).toBe(404);
});
