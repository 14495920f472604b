/** Money: an account's funds per currency, in the smallest currency unit. Pending ones wait for a Unix time. */

interface PendingFunds {
  readonly available_on: number;
  readonly currency: string;
  readonly amount: number;
}

export interface Funds {
  readonly available: Readonly<Record<string, number>>;
  readonly pending: readonly PendingFunds[];
}

export const noFunds: Funds = { available: {}, pending: [] };

/** Books `net`: at once when it is due, else into the pile of its day. */
export function book(funds: Funds, currency: string, net: number, availableOn: number, now: number): Funds {
  if (availableOn <= now) {
    return { ...funds, available: { ...funds.available, [currency]: (funds.available[currency] ?? 0) + net } };
  }
  const at = funds.pending.findIndex((pile) => pile.available_on === availableOn && pile.currency === currency);
  const pile = funds.pending[at];
  if (pile === undefined)
    return { ...funds, pending: [...funds.pending, { available_on: availableOn, currency, amount: net }] };
  return { ...funds, pending: funds.pending.with(at, { ...pile, amount: pile.amount + net }) };
}

/** Moves what has fallen due from pending to available. */
export function settle(funds: Funds, now: number): Funds {
  const due = funds.pending.filter((pile) => pile.available_on <= now);
  if (due.length === 0) return funds;
  const available = { ...funds.available };
  for (const pile of due) available[pile.currency] = (available[pile.currency] ?? 0) + pile.amount;
  return { available, pending: funds.pending.filter((pile) => pile.available_on > now) };
}

export function pendingByCurrency(funds: Funds): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const pile of funds.pending) sums[pile.currency] = (sums[pile.currency] ?? 0) + pile.amount;
  return sums;
}

/** When the next pile falls due. */
export function nextSettlement(funds: Funds): number | undefined {
  let earliest: number | undefined;
  for (const pile of funds.pending)
    if (earliest === undefined || pile.available_on < earliest) earliest = pile.available_on;
  return earliest;
}
