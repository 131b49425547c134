/** A test in a browser: once more from the beginning when it fails, which its output says. */
import { test } from 'node:test';

/** A loaded machine loses a key now and then; a fault is there both times. */
export function story(name: string, told: () => Promise<void>): void {
  void test(name, async (context) => {
    try {
      await told();
    } catch (error) {
      context.diagnostic(`told once more: ${error instanceof Error ? error.message : String(error)}`);
      await told();
    }
  });
}
