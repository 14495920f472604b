/** What is left to pay of a total, after the customer's balance. */

export interface Due {
  readonly amount_due: number;
  /** What the invoice adds to the customer's balance: positive uses up credit. */
  readonly applied: number;
  /** A rest too small to be charged, which the balance takes over. */
  readonly tooSmall: number;
  readonly ending_balance: number;
}

/** `startingBalance` is negative for credit and positive for debt, as on the customer; `least` is what can be charged. */
export function dueOf(total: number, startingBalance: number, least: number): Due {
  const wanted = total + startingBalance;
  const due = Math.max(0, wanted);
  const rest = Math.min(0, wanted);
  const tooSmall = due > 0 && due < least ? due : 0;
  return {
    amount_due: due - tooSmall,
    // Without `|| 0` a balance of nothing would become -0.
    applied: rest - startingBalance || 0,
    tooSmall,
    ending_balance: rest + tooSmall,
  };
}
