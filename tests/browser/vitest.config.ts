import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['stories/*.story.ts'],
    // A story waits for real clocks: an offer that nobody answers lives 25 s, a hand-off to a person 60 s.
    testTimeout: 180_000,
    hookTimeout: 60_000,
    // One browser at a time: two on a small machine make each other slow, and slow looks like broken.
    fileParallelism: false,
    retry: 0,
  },
});
