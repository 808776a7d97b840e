/** What a request may do, and by whose key. */
import type { Role } from '../../../db/stores/api-keys.ts';

export interface Access {
  role: Role;
  /** Name of the key; null for a request without one. */
  keyName: string | null;
}

/** Of who runs the server: the command line, and everybody on a server that asks for no key. */
export const OPERATOR_ACCESS: Access = { role: 'OPERATOR', keyName: null };
