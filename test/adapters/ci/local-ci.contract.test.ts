import { vi } from 'vitest';
import { describeCiProvider } from '../../contract/ci-provider.ts';
import type { Does } from '../../contract/ci-scene.ts';
import { id, makeScene } from './local-ci-scene.ts';

vi.setConfig({ testTimeout: 30_000 });

const greeting = `i=0; while [ $i -lt 100 ]; do printf '\\033[32mGrüße, 世界\\033[0m\\r\\n'; i=$((i+1)); done`;
const ends = { pass: 'exit 0', fail: 'exit 1', hang: 'sleep 300' };

const can = {
  liveLog: true,
  start: true,
  cancel: true,
  rerun: true,
  rerunFailed: false,
  rerunJob: false,
  debug: false,
  decide: false,
  ourIds: true,
};

async function open() {
  const scene = await makeScene({ setup: 'true' });
  return {
    provider: scene.provider,
    repository: id,
    commit: async (does: Does) =>
      scene.order(`${greeting}\n${ends[does === 'pass' || does === 'hang' ? does : 'fail']}\n`),
    async close() {
      const left = await scene.leftovers();
      await scene.repository.remove();
      if (left.length > 0) throw new Error(`left behind: ${left.join(', ')}`);
    },
  };
}

describeCiProvider('local', open, can);
