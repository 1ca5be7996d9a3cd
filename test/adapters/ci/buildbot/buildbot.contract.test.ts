import { afterAll, beforeAll, describe, vi } from 'vitest';
import { describeCiProvider } from '../../../contract/ci-provider.ts';
import { type BuildbotServer, hasBuildbot, startBuildbot } from '../../../support/buildbot/server.ts';
import { buildbotScene } from './scene.ts';

vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

describe.skipIf(!hasBuildbot)(
  'the real Buildbot (skipped where Debian’s buildbot and buildbot-worker are not installed)',
  () => {
    let server: BuildbotServer;
    beforeAll(async () => {
      server = await startBuildbot();
    });
    afterAll(async () => server.close());

    describeCiProvider('buildbot', async () => buildbotScene(server), {
      ourIds: false,
      liveLog: true,
      start: true,
      cancel: true,
      rerun: true,
      rerunFailed: false,
      rerunJob: false,
      debug: false,
      decide: false,
    });
  },
);
