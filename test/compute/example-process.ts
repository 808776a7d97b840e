/** A process that does what it is told: answers, refuses, breaks, ends, or hangs so that nothing but a kill ends it. */
import { writeFileSync } from 'node:fs';
import { answerQuestions } from '../../src/compute/answering-process.ts';
import { ReseedError } from '../../src/errors.ts';

answerQuestions<string, string, string>(async (greeting) => async (question) => {
  if (question === 'refuse') throw new ReseedError('BAD_INPUT', 'Cannot do this', { hint: 'Do that.' });
  if (question === 'break') throw new TypeError('a mistake');
  if (question === 'end') process.kill(process.pid, 'SIGSEGV');
  if (question.startsWith('hang ')) {
    writeFileSync(question.slice(5), 'it hangs');
    for (;;);
  }
  return `${greeting} ${question}`;
});
