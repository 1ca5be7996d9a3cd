import { vi } from 'vitest';
import { describeCiProvider } from '../../../contract/ci-provider.ts';
import { jenkinsScene } from './scene.ts';

vi.setConfig({ testTimeout: 30_000 });

describeCiProvider('jenkins', jenkinsScene, {
  ourIds: false,
  liveLog: true,
  start: true,
  cancel: true,
  rerun: true,
  rerunFailed: false,
  rerunJob: false,
  debug: false,
  decide: true,
});
