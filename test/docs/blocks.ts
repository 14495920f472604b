/** The fenced blocks of the README and of the documents. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

export interface Block {
  /** `docs/control-api.md` */
  readonly page: string;
  /** Of the fence; the block begins on the next one. */
  readonly line: number;
  readonly language: string;
  /** What follows the language: `run`, `vitest`, ... */
  readonly kind: string;
  readonly text: string;
}

export const pages: readonly string[] = [
  'README.md',
  ...readdirSync(`${root}docs`)
    .filter((name) => name.endsWith('.md'))
    .sort()
    .map((name) => `docs/${name}`),
];

export const textOf = (page: string): string => readFileSync(root + page, 'utf8');

function blocksOf(page: string): Block[] {
  const found: Block[] = [];
  const lines = textOf(page).split('\n');
  let open: { line: number; language: string; kind: string } | undefined;
  for (const [at, line] of lines.entries()) {
    const [, language, kind] = /^```(\S*) ?(.*)$/.exec(line) ?? [];
    if (language === undefined) continue;
    if (open !== undefined) {
      found.push({ page, ...open, text: `${lines.slice(open.line, at).join('\n')}\n` });
      open = undefined;
    } else {
      open = { line: at + 1, language, kind: kind ?? '' };
    }
  }
  return found;
}

export const blocks: readonly Block[] = pages.flatMap(blocksOf);

export const nameOf = ({ page, line }: Block): string => `${page}:${line}`;
