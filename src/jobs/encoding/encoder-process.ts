/** Entry of the process that encodes for the server. In: {@link EncoderOrders}, then requests. Out: what fires on each token. */
import { openDatabaseAt } from '../../../db/connect/connect.ts';
import type { EncodingRequest } from '../../analysis/encoding/encoding-request.ts';
import { answerQuestions } from '../../compute/answering-process.ts';
import type { EncodedTokens } from '../../compute/encoding/encoded-tokens.ts';
import { buildTokenEncoder } from './encode-tokens.ts';
import type { EncoderOrders } from './encoder-process-owner.ts';

answerQuestions<EncoderOrders, EncodingRequest, EncodedTokens>(async ({ address, importRoots, threads }) =>
  buildTokenEncoder({ db: openDatabaseAt(address), importRoots, threads }),
);
