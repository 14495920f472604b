import { on } from '../../kernel/events.ts';
import { defineResource } from '../../kernel/resource.ts';
import type { Binary, Call } from '../../kernel/work.ts';
import { contents } from './contents.ts';
import { madeByStripe } from './purposes.ts';
import type { StoredFile } from './stored.ts';
import { upload } from './upload.ts';

const download = ({ work, targets }: Call<object>): Promise<Binary> =>
  contents(work, targets[0] as unknown as StoredFile);

export const file = defineResource<StoredFile>('file', {
  noun: 'file upload',
  events: [on.create('file.created', ({ purpose }) => madeByStripe.includes(purpose))],
  operations: { 'files.create': upload, 'files.contents': download },
  hidden: ['pages'],
  shownLists: ['links'],
});
