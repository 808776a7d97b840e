/**
 * Vitest reporter: why tests were skipped, where they say it, and one last line that states what passed, for people and for machines
 * that read closing lines.
 */
import type { Reporter, TestModule } from 'vitest/node';

export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const counts = { passed: 0, failed: unhandledErrors.length, skipped: 0 };
    const reasons = new Map<string, number>();
    for (const module of modules) {
      if (module.errors().length > 0) counts.failed += 1;
      for (const test of module.children.allTests()) {
        const result = test.result();
        if (result.state === 'passed') counts.passed += 1;
        else if (result.state === 'failed') counts.failed += 1;
        else counts.skipped += 1;
        if (result.state === 'skipped' && result.note) reasons.set(result.note, (reasons.get(result.note) ?? 0) + 1);
      }
    }
    const skips = [...reasons].map(([reason, count]) => `\n${count} skipped: ${reason}`).join('');
    const line = `${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`;
    // After the default reporter's summary, which is written in the same phase.
    setImmediate(() => process.stdout.write(`${skips}\n${line}\n`));
  }
}
