import type Stripe from 'stripe';

interface DisputeEntry {
  readonly id: string;
  readonly status: string;
}

const final: readonly string[] = ['won', 'lost', 'warning_closed'];

/** What the shop believes to own, kept from webhooks alone. Amounts in cents. */
export class Ledger {
  private readonly seen = new Set<string>();
  private events = 0;
  private paid = 0;
  private withdrawn = 0;
  private reinstated = 0;
  private dispute: DisputeEntry | null = null;

  /** Webhooks may come twice. */
  isNew(event: string): boolean {
    if (this.seen.has(event)) return false;
    this.seen.add(event);
    return true;
  }

  record(event: Stripe.Event): void {
    this.events++;
    switch (event.type) {
      case 'charge.succeeded':
        this.paid += event.data.object.amount;
        break;
      case 'charge.dispute.created':
      case 'charge.dispute.updated':
      case 'charge.dispute.closed':
        this.follow(event.data.object);
        break;
      case 'charge.dispute.funds_withdrawn':
        this.withdrawn += event.data.object.amount;
        break;
      case 'charge.dispute.funds_reinstated':
        this.reinstated += event.data.object.amount;
        break;
    }
  }

  /** Webhooks may overtake each other: what is closed stays closed. */
  private follow({ id, status }: Stripe.Dispute): void {
    if (this.dispute === null || !final.includes(this.dispute.status)) this.dispute = { id, status };
  }

  summary() {
    const { paid, withdrawn, reinstated, dispute, events } = this;
    return { paid, withdrawn, reinstated, owned: paid - withdrawn + reinstated, dispute, events };
  }
}
