import type { Endpoint } from '../kernel/work.ts';

/** Whether the endpoint wants this event: `*`, an exact type, or a family such as `charge.dispute.*`. */
function wants(events: readonly string[], type: string): boolean {
  return events.some(
    (pattern) =>
      pattern === '*' || pattern === type || (pattern.endsWith('.*') && type.startsWith(pattern.slice(0, -1))),
  );
}

/** An account's own endpoints receive its events; the platform's Connect endpoints those of every connected account. */
export function hears(endpoint: Endpoint, account: string, platform: string): boolean {
  if (!endpoint.enabled) return false;
  const owner = endpoint.account === '' ? platform : endpoint.account;
  return endpoint.connect ? account !== platform && owner === platform : owner === account;
}

/** Those of them that want events of this type. */
export function listens(endpoint: Endpoint, account: string, platform: string, type: string): boolean {
  return wants(endpoint.events, type) && hears(endpoint, account, platform);
}
