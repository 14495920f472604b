import { createEmulator } from '../src/index.ts';
import { createKit } from '../src/fixtures/index.ts';
import { objectNames } from '../src/fixtures/object-types.ts';
import { loadDescription } from '../src/server/spec/description.ts';
const { fixtures } = createKit({ seed: 5 });
let crash: any; const emulator = await createEmulator({ onCrash: (e) => { crash = e; } });
const sb = emulator.sandbox();
const H = { authorization: 'Bearer sk_test_emulator', 'content-type': 'application/x-www-form-urlencoded' };
const by: Record<number, number> = {}; const seen = new Set<string>();
for (const [name, type] of Object.entries(objectNames)) {
  const f = (fixtures as any)[name];
  for (const trait of [undefined, ...f.traits]) {
    const ops = loadDescription().operations.filter((o) => o.pathParams.length === 1 && (o.pathParams[0] as any).type === type);
    for (const op of ops) {
      const object = trait ? f.as(trait) : f();
      if (!object.id) continue;
      try { await sb.seed(object); } catch (e: any) { if (!seen.has(name)) { seen.add(name); console.log(name, trait, e.message); } continue; }
      crash = undefined;
      const r = await emulator.fetch('http://e' + op.path.replace(/\{\w+\}/, object.id), { method: op.method, headers: H });
      by[r.status] = (by[r.status] ?? 0) + 1;
      if (r.status >= 500) console.log(r.status, name, trait, op.id, String(crash?.stack ?? '').split('\n').slice(0, 3).join(' | '));
    }
    // what the bank does
    const object = trait ? f.as(trait) : f(); if (!object.id) continue;
    try { await sb.seed(object); const view = await sb.object(object.id); for (const a of (view as any).actions ?? []) { try { await sb.act(object.id, a); } catch (e: any) { if (e.constructor.name !== 'StripeError') console.log('ACT', name, trait, a, e.stack.split('\n').slice(0,3).join(' | ')); } await sb.seed(object); } } catch (e: any) { if (e.constructor.name !== 'StripeError') console.log('VIEW', name, trait, e.stack.split('\n').slice(0,3).join('|')); }
  }
}
console.log(by);
try { await sb.advance('400d'); } catch (e) { console.log('ADV', e); }
await emulator.close();
