import { defineConfig } from 'vitest/config';

export default defineConfig({
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  test: {
    environment: 'happy-dom',
    // Their addresses are held back by the tests; what is loaded is the empty page.
    environmentOptions: { happyDOM: { settings: { enableIframePageLoading: true } } },
  },
});
