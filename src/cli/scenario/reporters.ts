/** What `scenario run` prints. */
import type { Forward, PlayedStory, Progress, RunOptions } from '../../scenarios/index.ts';
import { print } from '../print.ts';
import type { Server } from './server.ts';
import type { Story } from './story.ts';

interface Reporter {
  /** A story begins; answers what the run is to tell of. */
  begin(story: Story, server: Server, forwardTo: readonly Forward[]): Pick<RunOptions, 'onEntry' | 'onProgress'>;
  end(played: PlayedStory): void;
  /** After the last story. */
  finish(): void;
}

export const reporterNames = ['pretty', 'json', 'junit'] as const;
export type ReporterName = (typeof reporterNames)[number];

/** Milliseconds after which people want to know what is going on. */
const silence = 400;

/** A line that comes and goes while a step lasts. */
function createTicker(format: (progress: Progress, seconds: number) => string) {
  const { stdout } = process;
  let timer: NodeJS.Timeout | undefined;
  let shown = false;
  const clear = (): void => {
    clearInterval(timer);
    if (shown) stdout.write('\r\u001b[2K');
    shown = false;
  };
  return {
    clear,
    begin(progress: Progress): void {
      clear();
      if (stdout.isTTY !== true) return;
      const started = performance.now();
      timer = setInterval(() => {
        const line = format(progress, (performance.now() - started) / 1000).slice(0, (stdout.columns ?? 80) + 8);
        stdout.write(`\r\u001b[2K${line}`);
        shown = true;
      }, silence);
      timer.unref();
    },
  };
}

async function pretty(): Promise<Reporter> {
  const { entryLine, heading, progressLine, verdict } = await import('../../scenarios/index.ts');
  const style = { colour: process.stdout.isTTY === true };
  const ticker = createTicker((progress, seconds) => progressLine(progress, seconds, style));
  const told: PlayedStory[] = [];
  return {
    begin({ scenario }, { base, own }, forwardTo) {
      print(heading(scenario.name, scenario.title, style));
      if (own && forwardTo.length > 0) print(`  emulator ${base}`);
      for (const { url, secret } of forwardTo) print(`  signs webhooks to ${url}  ${secret}`);
      return {
        onEntry(entry) {
          ticker.clear();
          print(entryLine(entry, style));
        },
        onProgress: (progress) => ticker.begin(progress),
      };
    },
    end(played) {
      ticker.clear();
      told.push(played);
      print(verdict(played.run, style, played.place));
    },
    finish() {
      if (told.length < 2) return;
      const failed = told.filter(({ run }) => !run.ok).map(({ run }) => run.scenario);
      const names = failed.length === 0 ? '' : `: ${failed.join(', ')}`;
      print(`\n${told.length} stories, ${failed.length} failed${names}`);
    },
  };
}

function collecting(finish: (played: readonly PlayedStory[]) => void): Reporter {
  const told: PlayedStory[] = [];
  return { begin: () => ({}), end: (played) => void told.push(played), finish: () => finish(told) };
}

const asJson = (played: readonly PlayedStory[]): void => {
  const runs = played.map(({ run, place }) => ({ ...run, ...(place !== undefined && { place }) }));
  print(JSON.stringify(runs.length === 1 ? runs[0] : runs, null, 2));
};

export async function createReporter(name: ReporterName): Promise<Reporter> {
  if (name === 'pretty') return pretty();
  if (name === 'json') return collecting(asJson);
  const { junit } = await import('../../scenarios/index.ts');
  return collecting((played) => print(junit(played).trimEnd()));
}
