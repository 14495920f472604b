#!/usr/bin/env node
import * as nodeModule from 'node:module';

// Compiled code is kept between starts where Node can (22.8 and later).
(nodeModule as { enableCompileCache?: () => unknown }).enableCompileCache?.();

// Whoever reads the output may leave (`| head`): a server stays, other commands come to their end.
process.stdout.on('error', () => undefined);

const { run } = await import('./program.ts');
await run(process.argv.slice(2));
