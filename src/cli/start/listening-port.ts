/** Looks early whether the server will be able to listen: the work before it can take minutes. */
import { createServer } from 'node:net';
import { ReseedError } from '../../errors.ts';

/** Throws `BAD_CONFIG` if the address is taken or not this machine's. Port 0 is always free. */
export function assertCanListen({ host, port }: { host: string; port: number }): Promise<void> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (cause: NodeJS.ErrnoException) => {
      const is = cause.code === 'EADDRINUSE' ? 'another program listens there' : (cause.code ?? cause.message);
      reject(
        new ReseedError('BAD_CONFIG', `Cannot listen on ${host}:${port}: ${is}; expected a free port of this machine`, {
          hint: 'Set RESEED_PORT to a free port (0 takes any), or stop the other program.',
          cause,
        }),
      );
    });
    probe.listen({ host, port }, () => probe.close(() => resolve()));
  });
}
