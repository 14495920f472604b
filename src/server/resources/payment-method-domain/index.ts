/** Web domains that may show wallets: https://docs.stripe.com/payments/payment-methods/pmd-registration */
import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import { defineResource } from '../../kernel/resource.ts';
import type { Call, Work } from '../../kernel/work.ts';

type Domain = Stripe.PaymentMethodDomain;

const wallets = ['amazon_pay', 'apple_pay', 'google_pay', 'klarna', 'link', 'paypal'] as const;

/** Labels of letters, digits and hyphens, at least two of them. */
const form = /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/i;

/** These lead to nobody: https://www.rfc-editor.org/rfc/rfc2606 */
const unreachable = /\.(test|invalid|localhost|example)$/i;

function standing(domain: string): Pick<Domain, (typeof wallets)[number]> {
  const status = unreachable.test(domain)
    ? {
        status: 'inactive' as const,
        status_details: {
          error_message: `We could not reach ${domain}. Please make sure that it is publicly available.`,
        },
      }
    : { status: 'active' as const };
  return Object.fromEntries(wallets.map((wallet) => [wallet, status])) as Pick<Domain, (typeof wallets)[number]>;
}

async function known(work: Work, domain_name: string): Promise<Domain | undefined> {
  const [domain] = await work.list<Domain>('payment_method_domain', { where: { domain_name }, limit: 1 });
  return domain;
}

/** A domain that is known already answers as it is. */
async function create({ work, params }: Call<Stripe.PaymentMethodDomainCreateParams>): Promise<Domain> {
  const domain_name = params.domain_name.toLowerCase();
  if (!form.test(domain_name)) {
    throw errors.invalid(
      `Invalid domain name: ${params.domain_name}. It must be a domain without scheme, port or path, such as example.com.`,
      'domain_name',
    );
  }
  const existing = await known(work, domain_name);
  if (existing !== undefined) {
    return params.enabled === undefined ? existing : work.update(existing, { enabled: params.enabled });
  }
  return work.insert<Domain>({
    ...work.blank<Domain>('payment_method_domain'),
    ...standing(domain_name),
    domain_name,
    enabled: params.enabled ?? true,
  });
}

/** Asks the domain anew. */
async function validate({ work, targets }: Call<object>): Promise<Domain> {
  const domain = targets[0] as Domain;
  return work.update(domain, standing(domain.domain_name));
}

export const paymentMethodDomain = defineResource<Domain>('payment_method_domain', {
  events: [],
  operations: { 'paymentMethodDomains.create': create, 'paymentMethodDomains.validate': validate },
});
