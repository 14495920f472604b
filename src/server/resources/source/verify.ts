import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import type { Call } from '../../kernel/work.ts';
import type { StoredSource } from './stored.ts';

/** No type of today is verified with a code that its payer gets. */
export async function verifySource({ targets }: Call<Stripe.SourceVerifyParams>): Promise<StoredSource> {
  const { flow, id, type } = targets[0] as StoredSource;
  throw errors.invalid(
    `The source ${id} cannot be verified: sources of type ${type} have the flow ${flow}, and only those of the flow code_verification are verified.`,
  );
}
