/** One confirmation: what the issuer or the bank makes of the payment method. */
import { errors } from '../../kernel/errors.ts';
import type { Refusal, Work } from '../../kernel/work.ts';
import { authentication, nextAction } from '../payment-intent/three-d-secure.ts';
import { type Decline, outcomeOf } from '../payment-method/outcome.ts';
import type { StoredPaymentMethod } from '../payment-method/stored.ts';
import { abandonAttempt } from '../setup-attempt/record.ts';
import { decline, succeed, wait } from './result.ts';
import { type Confirmation, setUpOther } from './set-up-other.ts';
import type { StoredSetupIntent } from './stored.ts';

/** Sets `method` up on `intent`, which already has the fields of the patch; those are stored with the outcome. */
export async function setUp(
  work: Work,
  intent: StoredSetupIntent,
  method: StoredPaymentMethod,
  confirmation: Confirmation,
): Promise<StoredSetupIntent | Refusal> {
  await abandonAttempt(work, intent);
  const changed = { ...intent, ...confirmation.patch };
  return method.type === 'card'
    ? setUpCard(work, changed, method, confirmation)
    : setUpOther(work, changed, method, confirmation);
}

const cardError = ({ charges: _charges, ...details }: Decline): ReturnType<typeof errors.card> => errors.card(details);

/** The customer is there, whatever the payments are to be. */
const onSession = false;

async function setUpCard(
  work: Work,
  intent: StoredSetupIntent,
  method: StoredPaymentMethod,
  { patch, returnUrl, inApp }: Confirmation,
): Promise<StoredSetupIntent | Refusal> {
  const step = { action: 'confirm', patch } as const;
  const outcome = outcomeOf(method);
  if (outcome.attach !== undefined) return decline(work, intent, method, cardError(outcome.attach), step);
  const needed = authentication(work, intent, outcome, method.card?.brand ?? 'unknown', onSession);
  switch (needed.kind) {
    case 'challenge':
      return wait(work, intent, method, {
        ...patch,
        awaits: 'cardholder',
        next_action: nextAction(work, intent, inApp ? undefined : returnUrl),
      });
    case 'failed':
      return decline(work, intent, method, cardError(needed.decline), step);
    case 'done':
      return succeed(work, intent, method, { ...step, threeDSecure: needed.result });
    default:
      return succeed(work, intent, method, step);
  }
}
