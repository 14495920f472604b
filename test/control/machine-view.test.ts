import { describe, expect, it } from 'vitest';
import { defineResource } from '../../src/server/kernel/resource.ts';
import { actionsOf, machineView, objectView } from '../../src/server/machine-view.ts';

interface Parcel {
  id: string;
  object: 'parcel';
  place: string;
  insured: boolean;
}

const parcel = defineResource<Parcel>('parcel', {
  machine: {
    field: 'place',
    initial: ['shop'],
    rules: [
      { from: 'shop', action: 'send', to: 'road' },
      { from: 'road', action: 'arrive', to: 'home' },
      { from: 'road', action: 'lose', when: 'insured', to: 'shop' },
    ],
    guards: { insured: (each) => each.insured },
    timers: [{ in: 'road', after: 86_400, action: 'arrive' }],
  },
  outside: {
    lose: async (_, each) => each,
    weigh: async (_, each) => each,
  },
});

const at = (place: string, insured = false): Parcel => ({ id: 'pa_1', object: 'parcel', place, insured });
const generic = defineResource('pebble', {});

describe('objectView', () => {
  it.each([
    [at('shop'), ['weigh']],
    [at('road'), ['arrive', 'weigh']],
    [at('road', true), ['arrive', 'lose', 'weigh']],
    [at('home'), ['weigh']],
  ])('allows for %j: %j', (object, actions) => {
    expect(objectView(parcel, object, object).actions).toEqual(actions);
  });

  it('shows the object as it is shown and judges it as it is stored', () => {
    const shown = { id: 'pa_1', object: 'parcel' };
    const view = objectView(parcel, at('road', true), shown);
    expect(view.object).toBe(shown);
    expect(view.machine).toMatchObject({ name: 'parcel', state: 'road' });
    expect(view.actions).toContain('lose');
  });

  it('says that there is no machine', () => {
    const object = { id: 'pe_1', object: 'pebble' };
    expect(objectView(generic, object, object)).toEqual({ object, machine: null, actions: [] });
  });
});

describe('machineView', () => {
  it('lists states, actions, timers and who acts', () => {
    const { rules, timers } = parcel.machine ?? {};
    expect(machineView(parcel)).toEqual({
      name: 'parcel',
      field: 'place',
      initial: ['shop'],
      states: ['shop', 'road', 'home'],
      actions: ['send', 'arrive', 'lose'],
      outside: ['lose', 'weigh'],
      rules,
      timers,
      mermaid: [
        'stateDiagram-v2',
        '  [*] --> shop',
        '  shop --> road: send',
        '  road --> home: arrive',
        '  road --> shop: lose [insured]',
        '  home --> [*]',
        '',
      ].join('\n'),
    });
  });

  it('is undefined without a machine', () => {
    expect(machineView(generic)).toBeUndefined();
  });
});

describe('actionsOf', () => {
  it('names what others and the clock do, in whatever state', () => {
    expect(actionsOf(parcel)).toEqual(['arrive', 'lose', 'weigh']);
    expect(actionsOf(generic)).toEqual([]);
  });
});
