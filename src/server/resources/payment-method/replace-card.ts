/** What the card network tells of a new card: https://docs.stripe.com/payments/cards/overview#automatic-card-updates */
import { errors } from '../../kernel/errors.ts';
import { readFacts } from '../../kernel/facts.ts';
import type { OutsideAction } from '../../kernel/resource.ts';
import type { StoredPaymentMethod } from './stored.ts';

/** Years for which the new card is good beyond the old one. */
const longer = 4;

/** The bank has sent the customer a new card in place of the old one. */
export const replaceCard: OutsideAction<StoredPaymentMethod> = (work, method, facts) => {
  readFacts(facts, {});
  const { card, customer, replaced = 0 } = method;
  if (card === undefined || !customer)
    throw errors.invalid('Networks tell of new cards in place of those that are attached to a customer.');
  return work.update<StoredPaymentMethod>(method, {
    card: { ...card, exp_year: card.exp_year + longer },
    replaced: replaced + 1,
  });
};
