import { expect, it } from 'vitest';
import { createJenkins } from '../../../../bridge/adapters/ci/jenkins/index.ts';
import { systemClock } from '../../../../bridge/adapters/clock/system/index.ts';
import { RunId } from '../../../../protocol/model/ids.ts';
import { startJenkins } from '../../../support/jenkins/server.ts';
import { commitPipeline, jobs, pipelines, repository } from './scene.ts';

it('[E5] a build is not said to be untouched where it was begun, and only cannot be read', async () => {
  const server = await startJenkins();
  const { url, user, token } = server;
  let begun = false;
  const failing: typeof fetch = async (target, options) => {
    if (begun && options?.method !== 'POST') return new Response('', { status: 502 });
    begun ||= typeof target === 'string' && target.includes('buildWithParameters');
    return fetch(target, options);
  };
  const provider = createJenkins({ url, user, token, jobs, clock: systemClock(), fetch: failing });
  const at = await commitPipeline(server, pipelines.pass, 'topic');
  const more = { workflow: 'acme/any', inputs: {}, debug: false };
  const deed = { type: 'start', run: RunId.parse('x'), repository, ...at, ...more } as const;
  await expect(provider.act(deed)).rejects.toMatchObject({ fault: 'unsure' });
  expect(begun).toBe(true);
  await server.close();
});
