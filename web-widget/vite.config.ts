import { defineConfig } from 'vite';

/** The frame: the server gives its page for /frame/{site_key} and its hashed files under /frame-assets/. */
export default defineConfig({
  base: '/frame-assets/',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: 'dist/frame',
    emptyOutDir: true,
    assetsDir: '',
    target: 'es2022',
    // Every engine that the widget supports preloads modules by itself.
    modulePreload: { polyfill: false },
  },
});
