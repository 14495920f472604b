/** Tells the parent the port, and on each message what the process has used so far. */
export interface Usage {
  /** Microseconds of CPU. */
  readonly cpu: number;
  /** Bytes of heap after a garbage collection. */
  readonly heap: number;
}

export function report(port: number): void {
  process.send?.({ port });
  process.on('message', (wish) => {
    if (wish === 'heap') globalThis.gc?.();
    const { user, system } = process.cpuUsage();
    process.send?.({ cpu: user + system, heap: process.memoryUsage().heapUsed } satisfies Usage);
  });
}
