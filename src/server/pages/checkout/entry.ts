/** What the browser sends becomes what the customer submits. */
import { isHash, type Params } from '../../kernel/params.ts';
import { needsMethod } from '../../resources/checkout-session/needs-method.ts';
import type { StoredSession } from '../../resources/checkout-session/stored.ts';
import type { Submission } from '../../resources/checkout-session/submission.ts';
import { noAddress } from '../../resources/payment-method/billing-details.ts';
import { addressFrom, text } from '../address-form.ts';
import type { Entered } from '../card-form.ts';
import { methodFrom } from '../method-form.ts';
import { taxIdIn } from '../tax-id-field.ts';

const orNull = (value: string): string | null => value.trim() || null;

/** To be shown again: everything but the card. */
export function enteredIn(sent: Params): Entered {
  const entered: Record<string, string> = {};
  for (const [name, value] of Object.entries(sent)) {
    if (typeof value === 'string') entered[name] = value;
    else if (isHash(value) && name !== 'card' && name !== sent.type)
      for (const inner of Object.keys(value)) entered[`${name}[${inner}]`] = text(value, inner);
  }
  return entered;
}

function textsIn(sent: Params, name: string): Record<string, string> {
  const fields = sent[name];
  return isHash(fields) ? Object.fromEntries(Object.keys(fields).map((key) => [key, text(fields, key)])) : {};
}

/** Throws the card errors of the page. */
export function submissionFrom(session: StoredSession, sent: Params): Submission {
  const billing = addressFrom(sent, 'billing');
  const plain = {
    ...noAddress,
    country: orNull(text(sent, 'country')),
    postal_code: orNull(text(sent, 'postal_code')),
  };
  const address = billing?.address ?? plain;
  const shipping = addressFrom(sent, 'shipping');
  const email = orNull(text(sent, 'email'));
  const name = orNull(text(sent, 'name')) ?? billing?.name ?? null;
  const phone = orNull(text(sent, 'phone'));
  const saved = text(sent, 'payment_method');
  const known = email ?? session.customer_details?.email;
  return {
    method: !needsMethod(session)
      ? undefined
      : saved !== ''
        ? { id: saved }
        : {
            data: methodFrom(sent, {
              ...(known && { email: known }),
              ...(name !== null && { name }),
              ...(phone !== null && { phone }),
              address: Object.fromEntries(Object.entries(address).map(([key, value]) => [key, value ?? ''])),
            }),
          },
    email,
    name,
    phone,
    address: saved === '' ? address : (billing?.address ?? null),
    businessName: orNull(text(sent, 'business_name')),
    individualName: orNull(text(sent, 'individual_name')),
    taxId: taxIdIn(sent),
    shipping,
    customFields: textsIn(sent, 'custom_fields'),
    acceptsTerms: text(sent, 'terms') === 'true',
    acceptsPromotions: text(sent, 'promotions') === 'true',
    savesMethod: text(sent, 'save') === 'true',
  };
}
