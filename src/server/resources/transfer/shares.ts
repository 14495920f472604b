/** How billing divides what it collects: as an amount where it is billed once, as a percentage where it recurs. */
import { errors } from '../../kernel/errors.ts';
import { nameWithin } from '../../kernel/within.ts';
import type { Work } from '../../kernel/work.ts';
import { checkDestination, checkOnBehalfOf } from './destination.ts';

interface Shares {
  readonly application_fee_amount?: number | null;
  /** Out of 100. */
  readonly application_fee_percent?: number | null;
  readonly on_behalf_of?: string | null;
  readonly transfer_data?: {
    readonly amount?: number | null;
    /** Out of 100. */
    readonly amount_percent?: number | null;
    readonly destination: string;
  } | null;
}

const percents = (value: number, param: string): void => {
  if (value < 0 || value > 100)
    throw errors.invalid(`Invalid decimal: ${value}; must be between 0 and 100, inclusive.`, param);
  if (Math.abs(value * 100 - Math.round(value * 100)) > 1e-6)
    throw errors.invalid(`Invalid decimal: ${value}; must contain at maximum two decimal places.`, param);
};

const amounts = (value: number, least: number, param: string): void => {
  if (value < least)
    throw errors.invalid(least === 0 ? 'Invalid non-negative integer' : 'Invalid positive integer', param);
};

/** Refuses what cannot be collected. `prefix` stands before the names of parameters: `subscription_data`. */
export async function checkShares(work: Work, shares: Shares, prefix = ''): Promise<void> {
  const { application_fee_amount: fee = null, application_fee_percent: feePercent = null } = shares;
  const { on_behalf_of: owner, transfer_data: transfer } = shares;
  const named = (param: string): string => (prefix === '' ? param : nameWithin(prefix, param));
  const { amount = null, amount_percent: percent = null, destination } = transfer ?? {};
  if (owner) await checkOnBehalfOf(work, owner, named('on_behalf_of'));
  if (destination !== undefined) await checkDestination(work, destination, named('transfer_data[destination]'));
  if (fee !== null) amounts(fee, 0, named('application_fee_amount'));
  if (feePercent !== null) percents(feePercent, named('application_fee_percent'));
  if (amount !== null) amounts(amount, 1, named('transfer_data[amount]'));
  if (percent !== null) percents(percent, named('transfer_data[amount_percent]'));
  const taken = fee === null ? (feePercent === null ? undefined : 'application_fee_percent') : 'application_fee_amount';
  if (taken === undefined) return;
  if (amount !== null) throw errors.exclusive([named(taken), named('transfer_data[amount]')]);
  if (percent !== null) throw errors.exclusive([named(taken), named('transfer_data[amount_percent]')]);
  if (destination === undefined && work.account === work.platform) {
    throw errors.invalid(
      `Can only apply an ${taken} when the request is made on a connected account (using an OAuth key or Stripe-Account header) or names the account that is paid with \`transfer_data[destination]\`.`,
      named(taken),
    );
  }
}

type Fields = Omit<Shares, 'transfer_data'>;

/** As a request says them: '' unsets one. */
export type SentShares = { readonly [name in keyof Fields]?: Fields[name] | '' } & {
  readonly transfer_data?:
    | { readonly amount?: number; readonly amount_percent?: number; readonly destination: string }
    | ''
    | null;
};

const fields = ['application_fee_amount', 'application_fee_percent', 'on_behalf_of'] as const;

/** What the request changes of `current`. `transfer` is what a transfer says beside its destination when nothing is sent. */
export async function changedShares<S extends Shares>(
  work: Work,
  current: S,
  sent: SentShares,
  transfer: Omit<NonNullable<S['transfer_data']>, 'destination'>,
  prefix = '',
): Promise<Partial<S>> {
  const changed = fields.filter((name) => sent[name] !== undefined);
  const { transfer_data } = sent;
  if (changed.length === 0 && transfer_data === undefined) return {};
  const patch = {
    ...Object.fromEntries(changed.map((name) => [name, sent[name] === '' ? null : sent[name]])),
    ...(transfer_data !== undefined && { transfer_data: transfer_data ? { ...transfer, ...transfer_data } : null }),
  } as Partial<S>;
  await checkShares(work, { ...current, ...patch }, prefix);
  return patch;
}

/** What a stored object says of them, as a request says it. */
export function sharesToSend({
  application_fee_amount: fee = null,
  application_fee_percent: percent = null,
  on_behalf_of: owner = null,
  transfer_data: transfer = null,
}: Shares) {
  const { amount = null, amount_percent = null, destination } = transfer ?? {};
  return {
    ...(fee !== null && { application_fee_amount: fee }),
    ...(percent !== null && { application_fee_percent: percent }),
    ...(owner !== null && { on_behalf_of: owner }),
    ...(destination !== undefined && {
      transfer_data: {
        ...(amount !== null && { amount }),
        ...(amount_percent !== null && { amount_percent }),
        destination,
      },
    }),
  };
}

/** `percent` of `amount`, in the smallest unit. */
export const percentOf = (percent: number, amount: number): number =>
  Math.round((amount * Math.round(percent * 100)) / 10_000);
