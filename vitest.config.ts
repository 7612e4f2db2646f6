import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    globalSetup: ['test/support/global-setup.ts'],
    testTimeout: 60_000,
    hookTimeout: 240_000,
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          name: 'pure',
          include: ['{src,test,verify,bench,scripts}/**/*.test.{ts,tsx}'],
          exclude: ['**/*.db.test.ts', 'test/journeys/**', '**/node_modules/**', 'dist/**'],
        },
      },
      {
        extends: true,
        test: {
          name: 'database',
          include: ['{src,test}/**/*.db.test.ts'],
          // A second try where a busy machine can come between; what needed it is printed at the end.
          retry: 1,
          exclude: ['test/journeys/**'],
        },
      },
      {
        extends: true,
        test: {
          name: 'journeys',
          include: ['test/journeys/**/*.test.ts'],
          testTimeout: 240_000,
          retry: 1,
        },
      },
    ],
  },
});
