/** Parameters that create and update share. */
import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import { mergeMetadata } from '../../kernel/merge.ts';
import type { Work } from '../../kernel/work.ts';
import { selfOrAccount } from '../account/self-or-account.ts';
import { readFields } from '../checkout-session/custom-fields.ts';
import { readOptional, type SentOptional } from '../checkout-session/optional-items.ts';
import { readOptions, type SentOption } from '../checkout-session/shipping.ts';
import { checkShares } from '../transfer/shares.ts';
import type { StoredLink } from './stored.ts';

type Params = Omit<Stripe.PaymentLinkUpdateParams, 'line_items'>;

/** Refused rather than taken and forgotten. */
const notEmulated = ['managed_payments'] as const;

function completion(sent: NonNullable<Params['after_completion']>): StoredLink['after_completion'] {
  if (sent.type === 'redirect') {
    const { url } = sent.redirect ?? {};
    if (url === undefined) throw errors.parameterMissing('after_completion[redirect][url]');
    if (!URL.canParse(url)) throw errors.invalid('Not a valid URL', 'after_completion[redirect][url]', 'url_invalid');
    return { redirect: { url }, type: 'redirect' };
  }
  return {
    hosted_confirmation: { custom_message: sent.hosted_confirmation?.custom_message ?? null },
    type: 'hosted_confirmation',
  };
}

function restrictions(sent: Params['restrictions'] | null, current: StoredLink): StoredLink['restrictions'] {
  if (!sent) return null;
  const { limit } = sent.completed_sessions;
  if (limit < 1) throw errors.tooSmall('restrictions[completed_sessions][limit]', 1);
  return { completed_sessions: { count: current.restrictions?.completed_sessions.count ?? 0, limit } };
}

/** Fields without values, which the pages made from the link will have. */
const asked = (fields: ReturnType<typeof readFields>): StoredLink['custom_fields'] =>
  fields.map((field) => {
    const details = field.dropdown ?? field.numeric ?? field.text;
    const { value: _, ...bare } = details ?? {};
    return { ...field, [field.type]: bare } as StoredLink['custom_fields'][number];
  });

/** What sessions, payments and subscriptions made from the link will carry; adopted fields leave it out. */
function withMetadata(adopted: Partial<StoredLink>, current: StoredLink, params: Params): Partial<StoredLink> {
  const { payment_intent_data: payment, subscription_data: subscription } = params;
  return {
    ...adopted,
    ...(adopted.payment_intent_data && {
      payment_intent_data: {
        ...adopted.payment_intent_data,
        metadata: mergeMetadata(current.payment_intent_data?.metadata ?? {}, payment?.metadata),
      },
    }),
    ...(adopted.subscription_data && {
      subscription_data: {
        ...adopted.subscription_data,
        metadata: mergeMetadata(current.subscription_data?.metadata ?? {}, subscription?.metadata),
      },
    }),
  };
}

/** Refuses now what each payment would refuse. */
async function checkAccounts(work: Work, current: StoredLink, params: Params): Promise<void> {
  const { application_fee_amount: fee, application_fee_percent: percent, transfer_data: sent } = params;
  const { automatic_tax: tax, invoice_creation, on_behalf_of: owner, subscription_data } = params;
  const known = current.transfer_data;
  await checkShares(work, {
    application_fee_amount: fee === undefined ? current.application_fee_amount : fee || null,
    application_fee_percent: percent === undefined ? current.application_fee_percent : percent || null,
    on_behalf_of: owner || null,
    transfer_data:
      sent === undefined
        ? known && { amount: known.amount, destination: String(known.destination) }
        : sent
          ? { amount: sent.amount || null, destination: sent.destination }
          : null,
  });
  for (const [param, party] of [
    ['automatic_tax[liability]', tax?.liability],
    ['invoice_creation[invoice_data][issuer]', invoice_creation?.invoice_data?.issuer],
    ['subscription_data[invoice_settings][issuer]', subscription_data?.invoice_settings?.issuer],
  ] as const)
    if (party !== undefined) await selfOrAccount(work, party, param);
}

export async function sentFields(work: Work, current: StoredLink, params: Params): Promise<Partial<StoredLink>> {
  for (const name of notEmulated)
    if ((params as Readonly<Record<string, unknown>>)[name])
      throw errors.invalid(`This emulator does not support \`${name}\` on payment links.`, name);
  const { after_completion, custom_fields, metadata, restrictions: limits, ...others } = params;
  const { optional_items, shipping_options, ...plain } = others;
  await checkAccounts(work, current, params);
  return {
    ...withMetadata(work.adopt<StoredLink>('payment_link', plain, current), current, params),
    // The description knows it absent, not null.
    ...((params.name_collection as unknown) === '' && { name_collection: undefined }),
    ...(after_completion !== undefined && { after_completion: completion(after_completion) }),
    ...(custom_fields !== undefined && {
      custom_fields: asked(readFields(custom_fields as Parameters<typeof readFields>[0])),
    }),
    ...(metadata !== undefined && { metadata: mergeMetadata(current.metadata, metadata) }),
    ...(optional_items !== undefined && {
      optional_items: await readOptional(
        work,
        { id: '', mode: 'link', currency: current.currency },
        optional_items as readonly SentOptional[] | '',
      ),
    }),
    ...(limits !== undefined && { restrictions: restrictions(limits, current) }),
    ...(shipping_options !== undefined && {
      shipping_options: await readOptions(work, shipping_options as readonly SentOption[] | '', current.currency),
    }),
  };
}
