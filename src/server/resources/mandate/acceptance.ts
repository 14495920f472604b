/** How the customer agreed: `mandate_data` of a confirmation. */
import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import type { Work } from '../../kernel/work.ts';

export type Acceptance = Stripe.Mandate.CustomerAcceptance;

interface Browser {
  readonly ip_address?: string | undefined;
  readonly user_agent?: string | undefined;
  /** Stripe sees both itself. */
  readonly infer_from_client?: boolean | undefined;
}

export interface SentMandateData {
  readonly customer_acceptance?: {
    readonly accepted_at?: number | undefined;
    readonly type: string;
    readonly offline?: object | undefined;
    readonly online?: Browser | undefined;
  };
}

const param = 'mandate_data[customer_acceptance]';

/** Browsers may leave out where they are: Stripe sees it. */
export function readAcceptance(
  work: Work,
  sent: SentMandateData | undefined,
  { fromBrowser = false }: { fromBrowser?: boolean } = {},
): Acceptance | undefined {
  if (sent === undefined) return undefined;
  const { customer_acceptance: acceptance } = sent;
  if (acceptance === undefined) {
    if (fromBrowser) return acceptedOnline(work.now);
    throw errors.parameterMissing(param);
  }
  const accepted_at = acceptance.accepted_at ?? work.now;
  if (acceptance.type === 'offline') {
    if (acceptance.online !== undefined) throw unfit('online', 'offline');
    return { accepted_at, offline: {}, type: 'offline' };
  }
  if (acceptance.offline !== undefined) throw unfit('offline', 'online');
  const { online } = acceptance;
  if (fromBrowser) return acceptedOnline(accepted_at, online);
  if (online === undefined) throw errors.parameterMissing(`${param}[online]`);
  for (const field of ['ip_address', 'user_agent'] as const)
    if (online[field] === undefined) throw errors.parameterMissing(`${param}[online][${field}]`);
  return acceptedOnline(accepted_at, online);
}

const unfit = (hash: string, type: string): ReturnType<typeof errors.invalid> =>
  errors.invalid(
    `You may not pass \`${param}[${hash}]\` where \`${param}[type]\` is \`${type}\`.`,
    `${param}[${hash}]`,
  );

/** Requests reach the emulator from the machine it runs on. */
export function acceptedOnline(
  accepted_at: number,
  { ip_address = '127.0.0.1', user_agent = 'Unknown' }: Browser = {},
): Acceptance {
  return { accepted_at, online: { ip_address, user_agent }, type: 'online' };
}
