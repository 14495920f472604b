import { errors } from '../kernel/errors.ts';
import { isHash, type Params } from '../kernel/params.ts';
import type { VersionChange } from './change.ts';

/** What a preview is of. */
const subjects = [
  'subscription',
  'schedule',
  'subscription_details.items',
  'schedule_details.phases',
  'invoice_items',
] as const;

function names(params: Params, subject: string): boolean {
  const [hash = '', field] = subject.split('.');
  const sent = params[hash];
  return field === undefined ? sent !== undefined : isHash(sent) && sent[field] !== undefined;
}

/** https://docs.stripe.com/changelog/basil/2025-03-31/invoice-preview-api-deprecations; the words: stripe-node issue 2347. */
export const previewsOfCustomers: VersionChange = {
  version: '2025-03-31.basil',
  description:
    'A preview is of a subscription, a schedule or invoice items; before, that of a customer alone was of the next invoice among all its subscriptions.',
  operations: new Set(['invoices.createPreview']),
  refuse(params: Params): void {
    if (subjects.some((subject) => names(params, subject))) return;
    const list = subjects.map((subject) => `\`${subject}\``).join(', ');
    throw errors.invalid(`You must provide at least one of: ${list}.`);
  },
};
