import { vi } from 'vitest';
import { describeCiProvider } from '../../../contract/ci-provider.ts';
import { openScene } from './scene.ts';

vi.setConfig({ testTimeout: 30_000 });

const can = {
  liveLog: false,
  start: true,
  cancel: true,
  rerun: true,
  rerunFailed: true,
  rerunJob: true,
  debug: true,
  decide: true,
  ourIds: false,
};

describeCiProvider('GitHub Actions', openScene, can);
