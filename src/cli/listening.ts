/** Why a server cannot listen, in a sentence that says what to do. */
interface Address {
  readonly port: number;
  readonly host: string;
}

const reasons: Readonly<Record<string, (address: Address) => string>> = {
  EADDRINUSE: ({ port, host }) =>
    `Port ${port} of ${host} is in use: stop what listens there, or choose another with --port (0 picks a free one).`,
  EACCES: ({ port, host }) => `Port ${port} of ${host} may not be opened by this user: choose another with --port.`,
  EADDRNOTAVAIL: ({ host }) => `This machine has no address ${host}: choose another with --host.`,
  ENOTFOUND: ({ host }) => `The host ${host} is not known: choose another with --host.`,
};

export function whyNot(error: NodeJS.ErrnoException, address: Address): string {
  return reasons[error.code ?? '']?.(address) ?? `The server cannot listen on ${address.host}: ${error.message}`;
}
