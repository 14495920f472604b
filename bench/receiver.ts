/** Counts the webhooks it gets. */
import { createServer } from 'node:http';

const seen = new Set<string>();
const server = createServer((request, response) => {
  let body = '';
  request.on('data', (chunk) => {
    body += chunk;
  });
  request.on('end', () => {
    seen.add((JSON.parse(body) as { id: string }).id);
    response.end();
  });
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.send?.({ port: typeof address === 'object' ? address?.port : 0 });
});
process.on('message', () => process.send?.({ seen: seen.size }));
