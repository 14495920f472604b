/** How text stands out from what is behind it: https://www.w3.org/TR/WCAG22/#contrast-minimum */
import type { Page } from 'playwright-core';

interface Text {
  readonly text: string;
  /** As CSS computes them: `rgb(28, 35, 51)`. */
  readonly color: string;
  readonly background: string;
}

/** Runs in the page: each piece of text, with its color and the nearest background that is painted. */
const texts = `(() => {
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode.textContent.trim();
    if (text === '') continue;
    let behind = walker.currentNode.parentElement;
    const { color } = getComputedStyle(behind);
    while (behind !== null && getComputedStyle(behind).backgroundColor === 'rgba(0, 0, 0, 0)') behind = behind.parentElement;
    found.push({ text, color, background: getComputedStyle(behind ?? document.body).backgroundColor });
  }
  return found;
})()`;

function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = [...color.matchAll(/[\d.]+/g)]
    .map(([part]) => Number(part) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Each text of the page with its contrast, from 1 (none) to 21 (black on white). */
export async function contrasts(page: Page): Promise<(Text & { ratio: number })[]> {
  const found = (await page.evaluate(texts)) as Text[];
  return found.map((each) => {
    const [light = 0, dark = 0] = [luminance(each.color), luminance(each.background)].sort((a, b) => b - a);
    return { ...each, ratio: (light + 0.05) / (dark + 0.05) };
  });
}
