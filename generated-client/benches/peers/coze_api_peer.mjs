// What @coze/api costs on the wire: the stream, the list and the calls of the benchmark `wire`, against the same server.
//
// Usage: node coze_api_peer.mjs http://127.0.0.1:PORT (see README.md)

import { CozeAPI } from '@coze/api';

const coze = new CozeAPI({ token: 'token', baseURL: process.argv[2] });

/** Prints how many are done in a second of CPU time, user and system. */
async function report(what, count, work) {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  const each = Math.round((count * 1e6) / (user + system));
  console.log(`| ${what} | ${each.toLocaleString('en')} |`);
}

console.log('| @coze/api | each CPU second |\n|---|---|');
await report('deltas of text', 20_000, async () => {
  let events = 0;
  for await (const _ of coze.chat.stream({ bot_id: 'bot', user_id: 'text-20000' })) {
    events += 1;
  }
  if (events < 20_000) throw new Error(`${events} events`);
});
await report('datasets of a list', 3_000, async () => {
  await coze.datasets.list({ space_id: 'list-3000', page_size: 3000 });
});
await report('calls', 1_000, async () => {
  for (let call = 0; call < 1_000; call += 1) {
    await coze.datasets.list({ space_id: 'list-1' });
  }
});
