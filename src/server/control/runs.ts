/** `/scenarios` and `/runs`: stories, played in the sandbox of the caller. */
import * as z from 'zod/mini';
import type { Entry, Run } from '../../scenarios/index.ts';
import { errors } from '../kernel/errors.ts';
import { sandboxOf } from './caller.ts';
import { readBody } from './input.ts';
import { list } from './list.ts';
import type { Routes } from './routes.ts';

const body = z.strictObject({
  values: z.optional(z.record(z.string(), z.unknown(), 'must be an object')),
  wait: z.optional(z.boolean('must be true or false')),
});

interface KeptRun {
  readonly id: string;
  readonly key: string;
  readonly scenario: string;
  readonly entries: Entry[];
  /** Undefined while it lasts. */
  result: Run | undefined;
}

const keptRuns = 100;

function shown({ id, scenario, entries, result }: KeptRun) {
  return {
    id,
    object: 'run',
    scenario,
    status: result === undefined ? 'running' : result.ok ? 'passed' : 'failed',
    failure: result?.failure ?? null,
    failed: result?.failed ?? null,
    undelivered: result?.undelivered ?? [],
    milliseconds: result?.milliseconds ?? null,
    timeline: entries,
  };
}

export const runRoutes: Routes = (control, emulator) => {
  const runs = new Map<string, KeptRun>();
  let count = 0;

  control.get('/scenarios', async (c) => {
    const { library } = await import('../../scenarios/index.ts');
    const data = library.map(({ name, title }) => ({ object: 'scenario', name, title }));
    return c.json(list('/scenarios', data));
  });

  control.post('/scenarios/:name/runs', async (c) => {
    const { findScenario, runScenario } = await import('../../scenarios/index.ts');
    const { key } = sandboxOf(c, emulator);
    const { name } = c.req.param();
    const scenario = findScenario(name);
    if (scenario === undefined) throw errors.missing('scenario', name, 'name', 'path');
    const { values, wait = true } = await readBody(c, body);
    count++;
    const run: KeptRun = { id: `run_${count}`, key, scenario: name, entries: [], result: undefined };
    runs.set(run.id, run);
    if (runs.size > keptRuns) runs.delete(runs.keys().next().value ?? '');
    const onEntry = (entry: Entry): void => void run.entries.push(entry);
    const playing = runScenario(scenario, { emulator, key, values, onEntry }).then((result) => {
      run.result = result;
    });
    if (wait) await playing;
    return c.json(shown(run));
  });

  control.get('/runs/:id', (c) => {
    const { id } = c.req.param();
    const run = runs.get(id);
    // The runs of another sandbox are none of this caller's business.
    if (run === undefined || run.key !== sandboxOf(c, emulator).key) throw errors.missing('run', id, 'id', 'path');
    return c.json(shown(run));
  });
};
