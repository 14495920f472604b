import type { VersionChange } from './change.ts';

const renamed: Readonly<Record<string, string>> = {
  custom: 'elements',
  embedded: 'embedded_page',
  hosted: 'hosted_page',
};
const before = Object.fromEntries(Object.entries(renamed).map(([older, newer]) => [newer, older]));

const from = (names: Readonly<Record<string, string>>, mode: unknown): string | undefined =>
  typeof mode === 'string' && Object.hasOwn(names, mode) ? names[mode] : undefined;

/** https://docs.stripe.com/changelog/dahlia/2026-03-25 */
export const uiModes: VersionChange = {
  version: '2026-03-25.dahlia',
  description:
    '`ui_mode` of Checkout is `hosted_page`, `embedded_page` or `elements`; before, `hosted`, `embedded` or `custom`.',
  operations: new Set(['checkout.sessions.create']),
  upgrade(params) {
    const ui_mode = from(renamed, params.ui_mode);
    return ui_mode === undefined ? params : { ...params, ui_mode };
  },
  objects: {
    'checkout.session'(draft) {
      draft.ui_mode = from(before, draft.ui_mode) ?? draft.ui_mode;
    },
  },
};
