/** Parameters that divide the payment between the platform and a connected account. */
import { errors } from '../../kernel/errors.ts';
import { mergeMetadata } from '../../kernel/merge.ts';
import type { Work } from '../../kernel/work.ts';
import { idOf, type StoredCharge } from '../charge/stored.ts';
import { checkDestination, checkOnBehalfOf } from '../transfer/destination.ts';
import type { StoredIntent } from './stored.ts';

export interface SentSplit {
  readonly application_fee_amount?: '' | number | null;
  readonly on_behalf_of?: string;
  readonly transfer_data?: SentTransfer;
}

interface SentTransfer {
  readonly amount?: number;
  readonly description?: string;
  readonly destination?: string;
  readonly metadata?: '' | object | null;
  /** For the payment that the account receives. */
  readonly payment_data?: { readonly description?: string; readonly metadata?: '' | object | null };
}

type Divided = Partial<Pick<StoredIntent, 'application_fee_amount' | 'on_behalf_of' | 'transfer_data'>>;

type SplitOfCharge = Pick<StoredCharge, 'application_fee_amount' | 'destination' | 'transfer_data'>;

const nothing: Divided = Object.freeze({});
const none: Partial<SplitOfCharge> = Object.freeze({});

/** What the request changes; `amount` is that of the payment, in its smallest unit. Throws Stripe's refusals. */
export async function splitFields(work: Work, sent: SentSplit, current: Divided, amount: number): Promise<Divided> {
  const { application_fee_amount: fee, on_behalf_of: onBehalfOf, transfer_data: transfer } = sent;
  const isDivided = current.application_fee_amount != null || current.transfer_data != null;
  if (fee === undefined && onBehalfOf === undefined && transfer === undefined && !isDivided) return nothing;
  if (onBehalfOf) await checkOnBehalfOf(work, onBehalfOf);
  if (transfer?.destination !== undefined) {
    await checkDestination(work, transfer.destination, 'transfer_data[destination]');
  }
  const patch: Divided = {
    ...(fee !== undefined && { application_fee_amount: fee === '' ? null : fee }),
    ...(transfer !== undefined && { transfer_data: transferData(transfer, current.transfer_data ?? null) }),
  };
  check(work, { ...current, ...patch }, amount);
  return patch;
}

function transferData(
  sent: SentTransfer,
  current: StoredIntent['transfer_data'],
): NonNullable<StoredIntent['transfer_data']> {
  const { amount, description, destination = idOf(current?.destination), metadata } = sent;
  const { payment_data: payment } = sent;
  if (destination === null) {
    throw errors.invalid('This PaymentIntent has no `transfer_data` that could be changed.', 'transfer_data');
  }
  return {
    ...current,
    ...(amount !== undefined && { amount }),
    ...(description !== undefined && { description }),
    ...(metadata !== undefined && { metadata: mergeMetadata({}, metadata) }),
    ...(payment !== undefined && {
      payment_data: {
        ...current?.payment_data,
        ...(payment.description !== undefined && { description: payment.description }),
        ...(payment.metadata !== undefined && { metadata: mergeMetadata({}, payment.metadata) }),
      },
    }),
    destination,
  };
}

function check(work: Work, { application_fee_amount: fee, transfer_data: transfer }: Divided, amount: number): void {
  const part = transfer?.amount;
  if (fee != null && part !== undefined) throw errors.exclusive(['application_fee_amount', 'transfer_data[amount]']);
  if (part !== undefined && (part < 1 || part > amount)) {
    throw errors.invalid(
      part < 1
        ? 'Invalid positive integer'
        : `The transfer amount (${part}) must be less than or equal to the amount of the payment (${amount}).`,
      'transfer_data[amount]',
    );
  }
  if (fee == null) return;
  if (!transfer && work.account === work.platform) {
    throw errors.invalid(
      'Can only apply an application_fee_amount when the PaymentIntent is attempting a direct payment (using an OAuth key or Stripe-Account header) or destination payment (using `transfer_data[destination]`).',
      'application_fee_amount',
    );
  }
  if (fee >= 0 && fee <= amount) return;
  throw errors.invalid(
    fee < 0
      ? 'Invalid non-negative integer'
      : `The application fee (${fee}) must be less than or equal to the amount of the payment (${amount}).`,
    'application_fee_amount',
  );
}

/** The same on the charge. */
export function chargeSplit({ application_fee_amount: fee, transfer_data: transfer }: Divided): Partial<SplitOfCharge> {
  if (fee === undefined && !transfer) return none;
  const destination = transfer ? idOf(transfer.destination) : null;
  return {
    ...(fee !== undefined && { application_fee_amount: fee }),
    ...(destination !== null && { destination, transfer_data: { amount: transfer?.amount ?? null, destination } }),
  };
}

/** What a charge says of its division already. */
export function dividedOf({ application_fee_amount, transfer_data: transfer }: StoredCharge): Divided {
  const destination = transfer ? idOf(transfer.destination) : null;
  const amount = transfer?.amount ?? undefined;
  return {
    application_fee_amount,
    transfer_data: destination === null ? null : { ...(amount !== undefined && { amount }), destination },
  };
}

/** The group that ties charge and transfer together, on the intent once it is paid. */
export const groupOf = (charge: StoredCharge): Pick<StoredIntent, 'transfer_group'> | undefined =>
  charge.transfer_data && charge.captured ? { transfer_group: charge.transfer_group } : undefined;
