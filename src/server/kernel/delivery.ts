/** One event on its way to one endpoint. */
export interface Attempt {
  /** Unix seconds on the sandbox's clock. */
  readonly at: number;
  /** HTTP status of the receiver, null when none came. */
  readonly status: number | null;
  readonly duration_ms: number;
  /** The receiver's answer, cut to 2,000 characters. */
  readonly response: string;
  readonly error: string | null;
}

export interface Delivery {
  readonly id: string;
  readonly object: 'delivery';
  readonly event: string;
  readonly event_type: string;
  /** The account whose event it is. */
  readonly account: string;
  readonly endpoint: string;
  readonly url: string;
  readonly status: 'pending' | 'succeeded' | 'failed';
  readonly attempts: readonly Attempt[];
  /** Unix seconds, null when no further attempt is planned. */
  readonly next_attempt: number | null;
  readonly created: number;
}
