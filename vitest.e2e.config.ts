import { defineConfig } from 'vitest/config';

/** One file after the other: each has an editor, a browser and a bridge of its own, and CI has two cores. */
export default defineConfig({
  test: {
    name: 'e2e',
    include: ['test/e2e/**/*.e2e.ts'],
    globalSetup: ['test/e2e/setup.ts'],
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
