/** What is printed around the lines of an invoice. */
import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import type { Work } from '../../kernel/work.ts';
import { ownAccount } from '../account/platform.ts';
import { selfOrAccount } from '../account/self-or-account.ts';
import type { StoredInvoice } from './stored.ts';

type CustomField = Stripe.Invoice.CustomField;
type Rendering = NonNullable<StoredInvoice['rendering']>;

const mostCustomFields = 4;

export function customFields(sent: readonly CustomField[] | '' | null, param: string): CustomField[] | null {
  if (!sent || sent.length === 0) return null;
  if (sent.length > mostCustomFields)
    throw errors.invalid(`You can set up to ${mostCustomFields} custom fields.`, param);
  const names = sent.map(({ name }) => name);
  if (new Set(names).size < names.length) throw errors.invalid('The names of custom fields must be unique.', param);
  return sent.map(({ name, value }) => ({ name, value }));
}

/** Only those of the account itself stand on its invoices. */
export async function accountTaxIds(
  work: Work,
  sent: readonly string[] | '' | null,
  name = 'account_tax_ids',
): Promise<string[] | null> {
  if (!sent || sent.length === 0) return null;
  for (const [at, id] of sent.entries()) {
    const param = `${name}[${at}]`;
    const taxId = await work.find<Stripe.TaxId>('tax_id', id, param);
    if (taxId.owner?.type !== 'self')
      throw errors.invalid(`The tax ID ${id} belongs to a customer, not to the account.`, param);
  }
  return [...sent];
}

/** An invoice that is issued in the name of a connected account bears that name. */
export async function issuedBy(
  work: Work,
  sent: NonNullable<Stripe.InvoiceCreateParams['issuer']>,
): Promise<Pick<StoredInvoice, 'account_country' | 'account_name' | 'issuer'>> {
  const issuer = await selfOrAccount(work, sent, 'issuer');
  const { business_profile: profile, country, settings } = await issuerOf(work, issuer);
  return {
    account_country: country ?? 'US',
    account_name: profile?.name || settings?.dashboard.display_name || null,
    issuer,
  };
}

/** The account whose name and address an invoice bears. */
export async function issuerOf(work: Work, { account }: Stripe.Invoice.Issuer): Promise<Stripe.Account> {
  return account === undefined
    ? ownAccount(work)
    : ownAccount(work.on(typeof account === 'string' ? account : account.id));
}

interface SentRendering {
  readonly amount_tax_display?: Rendering['amount_tax_display'] | '' | undefined;
  readonly pdf?: { readonly page_size?: NonNullable<Rendering['pdf']>['page_size'] | undefined } | undefined;
  readonly template?: string | undefined;
  readonly template_version?: number | '' | null | undefined;
}

/** Templates are made in the dashboard only: none is there to be found. */
export async function renderingOf(
  work: Work,
  sent: SentRendering,
  current: StoredInvoice['rendering'],
): Promise<Rendering> {
  if (sent.template) await work.find('invoice_rendering_template', sent.template, 'rendering[template]');
  return {
    amount_tax_display:
      sent.amount_tax_display === undefined ? (current?.amount_tax_display ?? null) : sent.amount_tax_display || null,
    pdf: { page_size: sent.pdf?.page_size ?? current?.pdf?.page_size ?? 'auto' },
    template: sent.template ?? current?.template ?? null,
    template_version: sent.template_version || (current?.template_version ?? null),
  };
}

/** What a customer wants on each invoice. */
export function usualLetterhead(
  customer: Stripe.Customer | null,
): Pick<StoredInvoice, 'custom_fields' | 'footer' | 'rendering'> {
  const { custom_fields = null, footer = null, rendering_options: options } = customer?.invoice_settings ?? {};
  return {
    custom_fields,
    footer,
    rendering: {
      amount_tax_display: options?.amount_tax_display ?? null,
      pdf: { page_size: 'auto' },
      template: options?.template ?? null,
      template_version: null,
    },
  };
}
