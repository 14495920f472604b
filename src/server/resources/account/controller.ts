/** Who pays, who bears losses, who collects: https://docs.stripe.com/connect/migrate-to-controller-properties */
import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import { type Control, controllerOf, controls } from './defaults.ts';

type Controlled = Pick<Stripe.Account, 'type' | 'controller'>;

export function controlOf({ type, controller }: Stripe.AccountCreateParams): Controlled {
  if (type !== undefined && controller !== undefined) throw errors.exclusive(['type', 'controller']);
  if (type !== undefined) {
    if (!Object.hasOwn(controls, type)) throw errors.choice('type', 'type', Object.keys(controls));
    return { type, controller: controllerOf(controls[type as keyof typeof controls]) };
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

function check({ payer, losses, collection, dashboard }: Control): void {
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
