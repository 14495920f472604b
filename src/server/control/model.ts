/** `/coverage`, `/machines` and `/openapi.json`: what is modelled. */
import { errors } from '../kernel/errors.ts';
import { list } from './list.ts';
import type { Routes } from './routes.ts';

const mermaid = 'text/vnd.mermaid';

export const modelRoutes: Routes = (control, emulator) => {
  control.get('/coverage', (c) => c.json(emulator.coverage()));

  control.get('/openapi.json', (c) => c.body(emulator.openapi(), 200, { 'content-type': 'application/json' }));

  control.get('/machines', (c) => c.json(list('/machines', emulator.machines())));

  control.get('/machines/:object', (c) => {
    const { object } = c.req.param();
    const machine = emulator.machines().find(({ name }) => name === object);
    if (machine === undefined) throw errors.missing('machine', object, 'object', 'path');
    if (c.req.header('accept')?.includes(mermaid)) return c.body(machine.mermaid, 200, { 'content-type': mermaid });
    return c.json(machine);
  });
};
