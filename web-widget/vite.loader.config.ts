import { defineConfig } from 'vite';

/** The loader: one classic script that a shop's page can pin. */
export default defineConfig({
  publicDir: false,
  build: {
    outDir: 'dist',
    emptyOutDir: false,
    // Private members as the engines know them (Safari 15, Chrome 84, Firefox 90): half the bytes of imitating them.
    target: 'es2022',
    lib: {
      entry: 'src/loader.ts',
      formats: ['iife'],
      name: 'tillsideLoader',
      fileName: () => 'loader.js',
    },
  },
});
