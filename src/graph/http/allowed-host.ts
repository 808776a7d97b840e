/**
 * Whether a request that reached a loopback address was meant for it. A page of another site can make its name resolve to 127.0.0.1 and then
 * talk to this server as its own (DNS rebinding); the Host header still has that name. A socket opened by a page tells its origin.
 */
import type { IncomingMessage } from 'node:http';

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]', '::1']);

/** Whether `host` is an address that only this machine reaches. */
export function isLoopback(host: string): boolean {
  return LOOPBACK.has(host);
}

/** On a loopback address: whether the Host header names one, too. Elsewhere any name may lead here. */
export function isAllowedHost(request: IncomingMessage, boundTo: string): boolean {
  if (!isLoopback(boundTo)) return true;
  return isLoopback((request.headers.host ?? '').replace(/:\d+$/, ''));
}

/** Whether a browser's page of this very server opens the socket, or something that is not a browser. */
export function isAllowedOrigin(request: IncomingMessage): boolean {
  const { origin, host } = request.headers;
  return origin === undefined || (URL.canParse(origin) && new URL(origin).host === host);
}
