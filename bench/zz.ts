import { request, run } from './load.ts';

const port = 18181;
const body = 'amount=1999&currency=usd&payment_method=pm_card_visa&confirm=true&return_url=https%3A%2F%2Fexample.com';
const text = process.argv[2] === 'get' ? '' : request('POST', '/v1/payment_intents', body);
await run({ port, connections: 8, requests: 6000, build: () => text });
process.kill(Number(process.argv[3]), 'SIGUSR2');
await new Promise((r) => setTimeout(r, 300));
const n = Number(process.argv[4] ?? 12000);
await run({ port, connections: 8, requests: n, build: () => text });
process.kill(Number(process.argv[3]), 'SIGUSR2');
await new Promise((r) => setTimeout(r, 300));
