import { defineConfig } from 'vitest/config';

/** `test/media` needs a DOM; `test/e2e` needs a browser and an editor, and runs only by `npm run test:e2e`. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'node',
          include: ['test/**/*.test.ts'],
          exclude: ['test/media/**', 'test/e2e/**'],
        },
      },
      {
        test: {
          name: 'media',
          include: ['test/media/**/*.test.ts'],
          environment: 'happy-dom',
          setupFiles: ['test/media/setup.ts'],
        },
      },
    ],
  },
});
