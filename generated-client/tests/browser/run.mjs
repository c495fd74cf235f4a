// Runs the calls of lib.rs against a server of its own, by the `fetch` of Node, which is that of browsers.
//
//     cargo build --target wasm32-unknown-unknown && wasm-bindgen --target nodejs --out-dir OUT …/browser.wasm && node run.mjs OUT

import assert from "node:assert/strict";
import http from "node:http";
import { createRequire } from "node:module";
import path from "node:path";
import { test } from "node:test";
import zlib from "node:zlib";

const page = createRequire(import.meta.url)(path.resolve(process.argv[2], "browser.js"));

const body = async (request) => {
  let text = "";
  for await (const piece of request) text += piece;
  return text;
};
const json = (data) => JSON.stringify({ code: 0, msg: "", data });
const delta = (content) =>
  `event:conversation.message.delta\ndata:${JSON.stringify({ role: "assistant", type: "answer", content })}\n\n`;
const end = `event:conversation.chat.completed\ndata:{"id":"1","status":"completed"}\n\nevent:done\ndata:"[DONE]"\n\n`;

/** Starts a server for one call; `reply` gets each request. Returns what the call shows. */
async function shown(call, reply, ...rest) {
  const server = http.createServer(reply).listen(0, "127.0.0.1");
  await new Promise((listening) => server.once("listening", listening));
  try {
    return await call(`http://127.0.0.1:${server.address().port}`, ...rest);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

test("a list pages itself", async () => {
  const list = (request, response) => {
    const number = Number(new URL(request.url, "http://x").searchParams.get("page_num") ?? 1);
    response.end(json({ total_count: 2, dataset_list: [{ dataset_id: `${number}`, name: `set-${number}` }] }));
  };
  assert.equal(await shown(page.list, list), "set-1 set-2");
});

test("the pieces of a stream come as they are sent", async () => {
  let stream;
  const chat = async (request, response) => {
    if (request.url.startsWith("/v3/chat")) {
      stream = response.writeHead(200, { "content-type": "text/event-stream" });
      stream.write(delta("one"));
    } else {
      response.end(json());
      // The second is sent only when the first has been seen.
      if (request.url === "/seen/one") stream.write(delta("two"));
      if (request.url === "/seen/two") stream.end(end);
    }
  };
  assert.equal(await shown(page.stream, chat), "onetwo");
});

test("a stream that breaks off is an error", async () => {
  const chat = (_, response) => {
    response.writeHead(200, { "content-type": "text/event-stream" }).write(end.slice(0, 60), () => response.destroy());
  };
  await assert.rejects(shown(page.leave, chat), (text) => /broke before the end of the reply/.test(text));
});

test("a stream that is left is ended", async () => {
  let closed;
  const over = new Promise((resolve) => (closed = resolve));
  const chat = (_, response) => {
    response.on("close", () => closed("closed"));
    response.writeHead(200, { "content-type": "text/event-stream" }).write(delta("one"));
  };
  assert.equal(
    await shown(async (url) => [await page.leave(url), await over].join(), chat),
    "true,closed",
  );
});

test("files in memory are uploaded", async () => {
  const upload = async (request, response) => {
    const form = await body(request);
    assert.match(form, /name="file"; filename="notes.txt"\r\nContent-Type: text\/plain\r\n\r\nwhat we said\r\n/);
    response.end(json({ id: "file-1" }));
  };
  assert.equal(await shown(page.upload, upload), "file-1");
});

test("speech is downloaded", async () => {
  const speech = (_, response) => response.writeHead(200, { "content-type": "audio/mpeg" }).end("ID3");
  assert.equal(await shown(page.speak, speech), 'b"ID3"');
});

test("a reply that the browser has decompressed is read", async () => {
  const bot = (_, response) =>
    response.writeHead(200, { "content-encoding": "gzip" }).end(zlib.gzipSync(json({ name: "packed" })));
  assert.equal(await shown(page.retrieve, bot, "1"), "packed");
});

test("time limits hold", async () => {
  await assert.rejects(
    shown(page.wait, () => {}),
    (text) => /no complete reply within 0.2 s/.test(text),
  );
});

test("a busy service is asked again, and a refused token is replaced", async () => {
  const replies = [
    [503, "{}"],
    [401, '{"code":4100,"msg":"authentication is invalid"}'],
    [200, json({ name: "found" })],
  ];
  const tokens = [];
  const bot = (request, response) => {
    tokens.push(request.headers.authorization);
    const [status, text] = replies.shift();
    response.writeHead(status).end(text);
  };
  assert.equal(await shown(page.retrieve, bot, "1"), "found");
  assert.deepEqual(tokens, ["Bearer token-1", "Bearer token-1", "Bearer token-2"]);
});

test("a refusal says what the service said", async () => {
  const bot = (_, response) => response.end('{"code":4000,"msg":"no such bot"}');
  await assert.rejects(shown(page.retrieve, bot, "1"), (text) => /code 4000: no such bot/.test(text));
});
