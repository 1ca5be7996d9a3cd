import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { mergeRun, newRun } from '../../../bridge/domain/run.ts';
import type { Heard, Hook } from '../../../bridge/ports/hook.ts';
import { RunId } from '../../../protocol/model/ids.ts';
import type { CiRun } from '../../../protocol/model/run.ts';
import { readCiConfig } from '../../support/gitlab/ci-config.ts';
import { type GitLabServer, startGitLab } from '../../support/gitlab/server.ts';
import { until } from '../../support/until.ts';
import { projects } from '../ci/gitlab/scene.ts';
import { hookOf, signing } from './deliveries.ts';

const token = 'an older secret token';
const config = `stages: [build, test]
compile:
  stage: build
  script: [echo built]
unit:
  script: [echo tested, 'false']
docs:
  script: [echo written]
  allow_failure: true
`;

describe('deliveries of pipelines that really run', () => {
  let gitlab: GitLabServer;
  let inlet: Server;
  const heard: Heard[] = [];
  let hook: Hook;
  beforeEach(async () => {
    heard.length = 0;
    hook = hookOf({ projects });
    gitlab = await startGitLab({ secrets: { signing, token } });
    inlet = createServer((request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        const headers = request.headers as Record<string, string>;
        void hook.hear({ headers, body: Buffer.concat(parts), at: Date.now() }).then((news) => heard.push(news));
        response.end();
      });
    });
    await new Promise<void>((resolve) => void inlet.listen(0, '127.0.0.1', resolve));
    gitlab.hook = `http://127.0.0.1:${(inlet.address() as AddressInfo).port}/hooks/gitlab`;
  });
  afterEach(async () => {
    await gitlab.close();
    inlet.closeAllConnections();
    await new Promise((resolve) => void inlet.close(resolve));
  });
  const run = async (): Promise<CiRun> => {
    const { pipelines, repository } = gitlab.site;
    const sha = await repository.commit('Work', { '.gitlab-ci.yml': config });
    const pipeline = pipelines.create(readCiConfig(config, {}), { ref: 'main', sha });
    const id = RunId.parse(`gitlab/acme/web/${pipeline.id}`);
    const known = newRun({ run: id, provider: 'gitlab-ci', workflow: 'pipeline', commit: sha, queuedAt: 1 });
    await until(() => pipeline.status === 'failed' && heard.length === gitlab.site.sent.length);
    return heard.flatMap((news) => (news.type === 'heard' && news.report) || []).reduce(mergeRun, known);
  };

  it('[W4] make the run as it ended, though they come as they like', async () => {
    const end = await run();
    expect(heard.map(({ type }) => type)).not.toContain('unsigned');
    expect(end).toMatchObject({ state: 'failed', attempt: 1, event: 'push', actor: 'ann' });
    expect(end.jobs?.map(({ name, state }) => `${name} ${state}`)).toEqual([
      'compile passed',
      'docs passed',
      'unit failed',
    ]);
    expect(end.startedAt).toBeLessThanOrEqual(end.endedAt ?? 0);
  });

  it('[W1] are heard by their secret token where no signing token is set up', async () => {
    hook = hookOf({ projects, signing: [], tokens: [token] });
    gitlab.site.send('Push Hook', {});
    const [first] = gitlab.site.sent;
    const { 'webhook-signature': _signature, ...headers } = first?.headers ?? {};
    expect(await hook.hear({ headers, body: first?.body ?? new Uint8Array(), at: Date.now() })).toMatchObject({
      type: 'malformed',
    });
  });
});
