import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** During development the page comes from Vite and everything else from a node that runs beside it. */
const NODE = process.env['TILLSIDE_DEV_NODE'] ?? 'http://127.0.0.1:7300';

export default defineConfig({
  base: '/console/',
  plugins: [react()],
  build: {
    outDir: 'dist',
    target: 'es2022',
    cssTarget: ['chrome120', 'firefox128', 'safari16.4'],
    // The page's policy allows files of its own origin only: no `data:` URLs, no inline polyfill.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    manifest: true,
    // The budget is in bytes that travel, and `npm run size` holds it.
    chunkSizeWarningLimit: 900,
  },
  server: {
    proxy: {
      '/api': { target: NODE, changeOrigin: true },
      '/ws': { target: NODE, changeOrigin: true, ws: true },
    },
  },
});
