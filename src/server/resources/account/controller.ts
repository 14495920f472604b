/** Who pays, who bears losses, who collects: https://docs.stripe.com/connect/migrate-to-controller-properties */
import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';

type Control = Pick<Stripe.Account, 'type' | 'controller'>;

const rows = {
  standard: { payer: 'account', losses: 'stripe', collection: 'stripe', dashboard: 'full' },
  express: { payer: 'application_express', losses: 'application', collection: 'stripe', dashboard: 'express' },
  custom: { payer: 'application_custom', losses: 'application', collection: 'application', dashboard: 'none' },
} as const;

interface Row {
  readonly payer: string;
  readonly losses: string;
  readonly collection: string;
  readonly dashboard: string;
}

function controllerOf({ payer, losses, collection, dashboard }: Row): Stripe.Account.Controller {
  return {
    fees: { payer },
    is_controller: true,
    losses: { payments: losses },
    requirement_collection: collection,
    stripe_dashboard: { type: dashboard },
    type: 'application',
  } as Stripe.Account.Controller;
}

export function controlOf({ type, controller }: Stripe.AccountCreateParams): Control {
  if (type !== undefined && controller !== undefined) throw errors.exclusive(['type', 'controller']);
  if (type !== undefined) {
    if (!Object.hasOwn(rows, type)) throw errors.choice('type', 'type', Object.keys(rows));
    return { type, controller: controllerOf(rows[type as keyof typeof rows]) };
  }
  const row = {
    payer: controller?.fees?.payer ?? 'account',
    losses: controller?.losses?.payments ?? 'stripe',
    collection: controller?.requirement_collection ?? 'stripe',
    dashboard: controller?.stripe_dashboard?.type ?? 'full',
  };
  check(row);
  return { type: 'none', controller: controllerOf(row) };
}

function check({ payer, losses, collection, dashboard }: Row): void {
  const refuse = (param: string, message: string) => errors.invalid(message, param);
  if (losses === 'application' && payer !== 'application')
    throw refuse(
      'controller[losses][payments]',
      'When `controller[losses][payments]` is `application`, `controller[fees][payer]` must be `application` too.',
    );
  if (collection === 'application' && (losses !== 'application' || dashboard !== 'none'))
    throw refuse(
      'controller[requirement_collection]',
      'When `controller[requirement_collection]` is `application`, `controller[losses][payments]` must be `application` and `controller[stripe_dashboard][type]` must be `none`.',
    );
}
