import { fileURLToPath } from 'node:url';
import { describeApi } from './describe.ts';
import { objectTypes } from './object-types.ts';
import type { Description } from './schema.ts';
import { readText, textOf, writeText } from './write.ts';

/** The names of the objects that the API answers, deleted ones and those of older versions left out. */
function objectsOf({ components }: Description): string[] {
  const described = Object.entries(components.schemas);
  return described
    .filter(([, schema]) => schema['x-object'] !== undefined && !schema['x-deleted'] && !schema['x-legacy'])
    .map(([name]) => name);
}

const description = describeApi();
const outputs = {
  'openapi/stripe.json': textOf(description),
  'src/fixtures/object-types.ts': objectTypes(objectsOf(description)),
};

for (const [name, text] of Object.entries(outputs)) {
  const path = fileURLToPath(new URL(`../${name}`, import.meta.url));
  if (!process.argv.includes('--check')) {
    writeText(path, text);
  } else if (readText(path) !== text) {
    console.error(`${name} is not what openapi/generate.ts makes; run: npm run openapi`);
    process.exitCode = 1;
  }
}
