// What @coze/api does in a second of CPU time: the stream, the list and the calls of the benchmark `wire`, against the same server.
//
// Usage: node coze_api_peer.mjs http://127.0.0.1:PORT (measure.py does it)

import { CozeAPI } from '@coze/api';

const coze = new CozeAPI({ token: 'token', baseURL: process.argv[2] });

/** How many are done in a second of CPU time, user and system. */
async function rate(count, work) {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (count * 1e6) / (user + system);
}

const stream = await rate(20_000, async () => {
  let events = 0;
  for await (const _ of coze.chat.stream({ bot_id: 'bot', user_id: 'text-20000' })) {
    events += 1;
  }
  if (events < 20_000) throw new Error(`${events} events`);
});
const list = await rate(3_000, async () => {
  await coze.datasets.list({ space_id: 'list-3000', page_size: 3000 });
});
const calls = await rate(1_000, async () => {
  for (let call = 0; call < 1_000; call += 1) {
    await coze.datasets.list({ space_id: 'list-1' });
  }
});
console.log(stream, list, calls);
