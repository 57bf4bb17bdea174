// What the widget costs a shop's page and its shoppers, held to the budgets. Run after the build.
import { readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const dist = new URL('../dist/', import.meta.url);
const KB = 1000;

/** Gzipped bytes of the files together. */
function gzipped(names) {
  return names.reduce(
    (sum, name) => sum + gzipSync(readFileSync(new URL(name, dist)), { level: 9 }).length,
    0,
  );
}

const frame = readdirSync(new URL('frame/', dist)).map((name) => `frame/${name}`);
const locales = frame.filter((name) => /\/(ar|es|nl)-/.test(name));
const app = frame.filter((name) => name.endsWith('.js') && !locales.includes(name));

const checks = [
  ['loader', ['loader.js'], 4 * KB],
  // English is part of the app.
  ['app', app, 40 * KB],
  ['styles', frame.filter((name) => name.endsWith('.css')), 6 * KB],
  ...locales.map((name) => [name, [name], 4 * KB]),
];

let isWithin = true;
for (const [what, names, budget] of checks) {
  const bytes = gzipped(names);
  if (names.length === 0 || bytes > budget) isWithin = false;
  console.log(`${bytes <= budget ? 'ok  ' : 'OVER'} ${what}: ${bytes} of ${budget} bytes gzipped`);
}
process.exitCode = isWithin ? 0 : 1;
