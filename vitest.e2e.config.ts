import { defineConfig } from 'vitest/config';

/** Two files at once: each has an editor, a browser and a bridge of its own, and waits for them more than it works; CI has two cores. */
export default defineConfig({
  test: {
    name: 'e2e',
    include: ['test/e2e/**/*.e2e.ts'],
    globalSetup: ['test/e2e/setup.ts'],
    maxWorkers: 2,
    testTimeout: 240_000,
    hookTimeout: 240_000,
  },
});
