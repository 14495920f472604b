import { existsSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';
import { pages, root, textOf } from './blocks.ts';

const withoutBlocks = (text: string): string => text.replaceAll(/^```.*?^```$/gms, '');

/** As GitHub names the anchors of headings. */
function anchors(page: string): string[] {
  return [...withoutBlocks(textOf(page)).matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

describe('the links of the documents', () => {
  it.each([...pages, 'COVERAGE.md'])('%s leads to pages and headings that exist', (page) => {
    const broken: string[] = [];
    for (const [, target = ''] of withoutBlocks(textOf(page)).matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^https?:/.test(target)) continue;
      const [path = '', anchor] = target.split('#');
      const file = path === '' ? page : normalize(join(dirname(page), path));
      if (!existsSync(join(root, file))) broken.push(target);
      else if (anchor !== undefined && !anchors(file).includes(anchor)) broken.push(target);
    }
    expect(broken).toEqual([]);
  });

  it('reach every document from the README', () => {
    const readme = textOf('README.md');
    expect(pages.filter((page) => page !== 'README.md' && !readme.includes(`](${page})`))).toEqual([]);
  });
});
