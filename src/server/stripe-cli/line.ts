/** The connection to one Stripe CLI: what is sent waits while the CLI dials anew, which it does once a minute. */
import type { WebSocket } from 'ws';

/** A message from the CLI: one JSON object. */
export type Told = Readonly<Record<string, unknown>>;

/** What the CLI closes with when it ends by itself. */
const goodbye = { code: 1000, reason: 'Connection Done' };

interface LineOptions {
  onTold(message: Told): void;
  onOpen(): void;
  /** `done` when the CLI said goodbye. */
  onClosed(done: boolean): void;
}

export class Line {
  private readonly options: LineOptions;
  private socket: WebSocket | undefined;

  constructor(options: LineOptions) {
    this.options = options;
  }

  get isOpen(): boolean {
    return this.socket !== undefined;
  }

  /** A newer connection takes the place of the one before. */
  open(socket: WebSocket): void {
    const before = this.socket;
    this.socket = socket;
    before?.close(1000);
    socket.on('message', (data) => this.read(String(data)));
    // A broken socket closes as well.
    socket.on('error', () => undefined);
    socket.on('close', (code, reason) => {
      if (this.socket !== socket) return;
      this.socket = undefined;
      this.options.onClosed(code === goodbye.code && String(reason) === goodbye.reason);
    });
    this.options.onOpen();
  }

  /** False when nobody is there to take it. */
  send(message: object): boolean {
    if (this.socket === undefined) return false;
    this.socket.send(JSON.stringify(message));
    return true;
  }

  close(): void {
    this.socket?.terminate();
    this.socket = undefined;
  }

  private read(text: string): void {
    let message: unknown;
    try {
      message = JSON.parse(text);
    } catch {
      return;
    }
    if (typeof message === 'object' && message !== null) this.options.onTold(message as Told);
  }
}
