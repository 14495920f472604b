/** The package's own files, wherever this code was built to. */
import { existsSync, readFileSync } from 'node:fs';

function findRoot(): URL {
  let folder = new URL('.', import.meta.url);
  while (!existsSync(new URL('openapi/stripe.json', folder))) {
    const above = new URL('..', folder);
    if (above.href === folder.href) throw new Error('the package lacks openapi/stripe.json');
    folder = above;
  }
  return folder;
}

let root: URL | undefined;

/** `openapi/stripe.json`, `package.json` as they were published. */
export function packageFile(path: string): URL {
  root ??= findRoot();
  return new URL(path, root);
}

let version: string | undefined;

/** The version of this package. */
export function packageVersion(): string {
  version ??= (JSON.parse(readFileSync(packageFile('package.json'), 'utf8')) as { version: string }).version;
  return version;
}
