import { expect, it, vi } from 'vitest';
import { tellUnsettled } from '../../../../bridge/adapters/ci/github-actions/unsettled.ts';
import type { GitHubClient } from '../../../../bridge/adapters/github/client.ts';
import type { CiReport } from '../../../../bridge/ports/ci-provider.ts';
import { PlatformError } from '../../../../bridge/ports/platform-error.ts';
import { RunId } from '../../../../protocol/model/ids.ts';
import { manualClock } from '../../../support/clock.ts';
import { run } from '../../../support/samples.ts';
import { silent } from './scene.ts';

const passed = RunId.parse('github/acme/web/1');
const gone = RunId.parse('github/acme/web/2');
const report: CiReport = { run: passed, attempt: 1, revision: 9, state: 'passed' };

function open(read: (id: RunId) => Promise<readonly CiReport[]>) {
  const clock = manualClock();
  const told: CiReport[] = [];
  const config = { client: {} as GitHubClient, repositories: [], clock, log: silent };
  const unsettled = [passed, gone].map((id) => ({ run: run({ run: id, revision: 5, state: 'running' }) }));
  const close = tellUnsettled(config, read, async (each) => void told.push(each), unsettled);
  return { clock, told, close };
}

it('tells once how runs stand that were under way, and which of them are gone', async () => {
  const { told, close } = open(async (id) => (id === passed ? [report] : []));
  await vi.waitFor(() => expect(told).toHaveLength(2));
  expect(told).toMatchObject([report, { run: gone, attempt: 1, revision: 5, state: 'interrupted' }]);
  await close();
});

it('asks again where GitHub cannot be asked, and no more when it is closed', async () => {
  let asked = 0;
  const { clock, told, close } = open(async (id) => {
    asked += 1;
    if (id === gone || asked === 1) throw new PlatformError('unavailable', 'http_503');
    return [report];
  });
  await vi.waitFor(() => expect(asked).toBe(2));
  await clock.advance(3_000);
  await vi.waitFor(() => expect(told).toEqual([report]));
  await close();
  const before = asked;
  await clock.advance(3_600_000);
  expect(asked).toBe(before);
});
