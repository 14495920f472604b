/** What was given so far, and the last button. */
import { html } from 'hono/html';
import type { Html, Page } from '../document.ts';
import { addressed, rows } from '../parts.ts';
import { dueIn, type FormName } from './forms.ts';
import { formPage, type Showing } from './views.ts';

const section = (path: string, form: FormName, title: string, pairs: readonly (readonly [string, unknown])[]): Html => {
  const given = pairs.flatMap(([name, value]) =>
    typeof value === 'string' && value !== '' ? [[name, value] as const] : [],
  );
  return html`<section><h2>${title} <a href="${addressed(path, { form })}">Change<span class="unseen"> ${title}</span></a></h2>
${given.length === 0 ? html`<p>Nothing yet.</p>` : rows(given)}</section>`;
};

/** Requirements that no form has a field for. */
export const otherThings = (showing: Showing): Page =>
  formPage(
    showing,
    html`<p>This emulator has no field for it. Continue, and it counts as provided.</p>
<ul>${dueIn(showing.of, 'other').map((field) => html`<li><code>${field}</code></li>`)}</ul>`,
  );

export function review(showing: Showing): Page {
  const { of, path } = showing;
  const { account, persons, representative } = of;
  const { business_profile: profile, company } = account;
  const name = (each: { first_name?: string | null; last_name?: string | null }): string =>
    [each.first_name, each.last_name].filter(Boolean).join(' ');
  const [bank] = account.external_accounts?.data ?? [];
  const others = persons.filter(({ id }) => id !== representative?.id);
  const agrees = dueIn(of, 'review').length > 0;
  return formPage(
    showing,
    html`${section(path, 'business', 'Business', [
      ['Kind', account.business_type?.replace('_', ' ')],
      ['Name', account.business_type === 'individual' ? undefined : company?.name],
      ['Website', profile?.url],
      ['Sells', profile?.product_description],
    ])}
${section(path, 'person', 'Representative', [
  ['Name', representative && name(representative)],
  ['Email', representative?.email],
  ['Phone', representative?.phone],
])}
${others.length === 0 ? '' : html`<h2>Others</h2>${rows(others.map((each) => ['Name', name(each)] as const))}`}
${section(path, 'bank', 'Payouts', [['Account', bank && `ending in ${bank.last4}`]])}
${agrees ? html`<p>By submitting you agree to the terms of service of this emulator, which stands in for Stripe's.</p>` : ''}`,
    agrees ? 'Agree and submit' : 'Done',
  );
}
