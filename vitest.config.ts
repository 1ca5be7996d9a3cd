import { defineConfig } from 'vitest/config';

/** Real processes and real repositories, all files at once, on a machine that may have two cores and other work. */
const patient = { testTimeout: 20_000, hookTimeout: 20_000 };

/** `test/extension` mocks `vscode`; `test/media` needs a DOM; `test/e2e` needs a browser and an editor, and runs only by `npm run test:e2e`. */
export default defineConfig({
  test: {
    // One for each core: by default vitest leaves one to whoever watches.
    maxWorkers: '100%',
    projects: [
      {
        test: {
          ...patient,
          name: 'node',
          include: ['test/**/*.test.ts'],
          exclude: ['test/extension/**', 'test/media/**', 'test/e2e/**'],
          // No module has a state, so files may share a worker's modules: a third of the time. Where one is mocked, they may not.
          isolate: false,
        },
      },
      {
        test: { ...patient, name: 'extension', include: ['test/extension/**/*.test.ts'] },
      },
      {
        test: {
          ...patient,
          name: 'media',
          include: ['test/media/**/*.test.ts'],
          environment: 'happy-dom',
          setupFiles: ['test/media/setup.ts'],
        },
      },
    ],
  },
});
