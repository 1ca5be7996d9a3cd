import { vi } from 'vitest';
import { describeCiProvider } from '../../../contract/ci-provider.ts';
import { gitLabScene } from './scene.ts';

vi.setConfig({ testTimeout: 30_000 });

describeCiProvider('gitlab', gitLabScene, {
  ourIds: false,
  liveLog: true,
  start: true,
  cancel: true,
  rerun: false,
  rerunFailed: true,
  rerunJob: true,
  debug: false,
  decide: true,
});
