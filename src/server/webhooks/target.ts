/**
 * Where webhooks may go: to this machine and to private networks, so that a test never posts to somebody's real server.
 * Names are judged by the addresses that are then dialled; a name that changes its address in between gains nothing.
 */
import { type LookupAddress, lookup as systemLookup } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';

const localRanges = [
  ['127.0.0.0', 8, 'ipv4'],
  ['10.0.0.0', 8, 'ipv4'],
  ['172.16.0.0', 12, 'ipv4'],
  ['192.168.0.0', 16, 'ipv4'],
  // Dialling the unspecified address reaches this machine.
  ['0.0.0.0', 32, 'ipv4'],
  ['::', 128, 'ipv6'],
  ['::1', 128, 'ipv6'],
  ['fc00::', 7, 'ipv6'],
] as const;

/** Answers with the credentials of a machine in the cloud. Its IPv4 twin is link-local, and so never local here. */
const metadataService = 'fd00:ec2::254';

const local = new BlockList();
for (const [network, prefix, family] of localRanges) local.addSubnet(network, prefix, family);
const never = new BlockList();
never.addAddress(metadataService, 'ipv6');

/** Whether the IP address is loopback or private; IPv4 addresses mapped into IPv6 count as what they map. */
export function isLocalAddress(ip: string): boolean {
  const version = isIP(ip);
  if (version === 0 || ip.includes('%')) return false;
  const family = version === 4 ? 'ipv4' : 'ipv6';
  return local.check(ip, family) && !never.check(ip, family);
}

export class TargetRefused extends Error {
  constructor(where: string) {
    super(
      `${where} is neither loopback nor private; webhooks go to other addresses only with allowPublicWebhooks (--allow-public-webhooks).`,
    );
    this.name = 'TargetRefused';
  }
}

/** What is wrong with the URL of an endpoint, if anything is. Where it leads is only judged when it is called. */
export function checkUrl(url: string): string | undefined {
  const parsed = URL.parse(url);
  if (parsed === null) return 'The URL cannot be read.';
  if (parsed.protocol !== 'http:' && parsed.protocol !== 'https:')
    return 'The URL must begin with http:// or https://.';
  return undefined;
}

/** A URL, cut as a request needs it. */
export interface Target {
  readonly origin: string;
  readonly path: string;
  /** From a user name and password in the URL. */
  readonly authorization: string | undefined;
}

/** Throws a TargetRefused for an address that may not be called, and an Error for what is no web URL. */
export function targetOf(url: string, allowPublic: boolean): Target {
  const problem = checkUrl(url);
  if (problem !== undefined) throw new Error(problem);
  const { origin, hostname, pathname, search, username, password } = new URL(url);
  const address = hostname.startsWith('[') ? hostname.slice(1, -1) : hostname;
  if (!allowPublic && isIP(address) !== 0 && !isLocalAddress(address)) throw new TargetRefused(address);
  const authorization =
    username === '' && password === ''
      ? undefined
      : `Basic ${Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`).toString('base64')}`;
  return { origin, path: pathname + search, authorization };
}

export type Resolve = (
  hostname: string,
  options: { all: true; family?: number | 'IPv4' | 'IPv6' | undefined; hints?: number | undefined },
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

/** Looks a name up for a socket about to connect, and refuses it when any of its addresses is not local. */
export function localLookup(resolve: Resolve = systemLookup): LookupFunction {
  return (hostname, { family, hints, all }, callback) => {
    resolve(hostname, { family, hints, all: true }, (error, addresses) => {
      if (error !== null) return callback(error, '');
      const outside = addresses.find(({ address }) => !isLocalAddress(address));
      if (outside !== undefined) return callback(new TargetRefused(`${hostname} (${outside.address})`), '');
      const [first] = addresses;
      if (all === true || first === undefined) return callback(null, addresses);
      callback(null, first.address, first.family);
    });
  };
}
