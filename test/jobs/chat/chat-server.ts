/** A local server that speaks the protocol of chat completions, or breaks it in the way that a test asks for. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/** A request as the server got it. */
export interface SeenRequest {
  url: string;
  authorization: string | undefined;
  body: {
    model: string;
    messages: { role: string; content: string }[];
    max_tokens: number;
    logprobs?: boolean;
  };
}

/** What to answer. A string is the content of a well-formed reply. */
export type Script =
  | string
  | {
      content?: string;
      status?: number;
      headers?: Record<string, string>;
      /** Sent as it is, instead of a reply. */
      raw?: string | Buffer;
      /** Ends the connection after the headers and part of the body. */
      truncate?: boolean;
      /** Never ends. */
      hang?: boolean;
      /** Bytes of white space before the reply. */
      padding?: number;
      usage?: { prompt_tokens: number; completion_tokens: number } | null;
      logprobs?: unknown;
      finish?: string;
    };

export interface ChatServer {
  baseUrl: string;
  seen: SeenRequest[];
  /** Requests being answered at this moment, at most. */
  busiest: number;
  close(): Promise<void>;
}

/** Starts the server; `answer` is called with each request and its number from 0. */
export async function startChatServer(
  answer: (request: SeenRequest, number: number) => Script | Promise<Script>,
): Promise<ChatServer> {
  const seen: SeenRequest[] = [];
  let busy = 0;
  const server = createServer((request, response) => {
    busy++;
    state.busiest = Math.max(state.busiest, busy);
    response.once('close', () => busy--);
    void handle(request, response);
  });
  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const body = JSON.parse(Buffer.concat(parts).toString() || '{}') as SeenRequest['body'];
    const one = { url: request.url ?? '', authorization: request.headers.authorization, body };
    seen.push(one);
    await respond(response, await answer(one, seen.length - 1));
  }
  server.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const state: ChatServer = {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    seen,
    busiest: 0,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return state;
}

async function respond(response: ServerResponse, script: Script): Promise<void> {
  const given = typeof script === 'string' ? { content: script } : script;
  const { status = 200, headers = {}, truncate, hang, padding = 0 } = given;
  const reply = {
    id: 'chatcmpl-1',
    object: 'chat.completion',
    choices: [
      {
        index: 0,
        message: { role: 'assistant', content: given.content ?? '' },
        finish_reason: given.finish ?? 'stop',
        logprobs: given.logprobs ?? null,
      },
    ],
    ...(given.usage !== null && { usage: given.usage ?? { prompt_tokens: 50, completion_tokens: 10 } }),
  };
  const body = given.raw ?? `${' '.repeat(padding)}${JSON.stringify(reply)}`;
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  if (hang) {
    response.write(' ');
    return;
  }
  if (truncate) {
    response.write(Buffer.from(body).subarray(0, 20));
    await delay(1);
    response.destroy();
    return;
  }
  response.end(body);
}
