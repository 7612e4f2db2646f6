import { defineConfig } from 'vitest/config';
import { LongestFirst } from './test/support/longest-first.ts';

export default defineConfig({
  test: {
    globalSetup: ['test/support/global-setup.ts'],
    testTimeout: 120_000,
    hookTimeout: 240_000,
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        extends: true,
        test: {
          name: 'pure',
          include: ['{src,test,verify,bench,scripts}/**/*.test.{ts,tsx}'],
          exclude: ['**/*.db.test.ts', 'test/journeys/**', '**/node_modules/**', 'dist/**'],
          // Files of a worker share what they load: no test changes a module that another uses.
          isolate: false,
          maxWorkers: 2,
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
          isolate: false,
          maxWorkers: 2,
        },
      },
      {
        extends: true,
        test: {
          name: 'journeys',
          include: ['test/journeys/**/*.test.ts'],
          testTimeout: 240_000,
          retry: 1,
          // They mostly wait, for a page or a server; the others mostly reckon.
          maxWorkers: 3,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
