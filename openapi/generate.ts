import { fileURLToPath } from 'node:url';
import { describeApi } from './describe.ts';
import { readText, textOf, writeText } from './write.ts';

const path = fileURLToPath(new URL('./stripe.json', import.meta.url));
const text = textOf(describeApi());

if (process.argv.includes('--check')) {
  if (readText(path) !== text) {
    console.error('openapi/stripe.json is not what openapi/generate.ts makes; run: npm run openapi');
    process.exitCode = 1;
  }
} else {
  writeText(path, text);
}
