// Keeps a long-running process small.
import { setFlagsFromString } from 'node:v8';

/**
 * Lets the heap grow by a fifth beyond what a collection left alive, where V8 lets it multiply: a process that does
 * little for months is to be small rather than fast. With 100,000 watched models 245 MB are resident instead of 400 to
 * 470 MB, for a third more CPU time.
 */
export function keepHeapLean(): void {
  setFlagsFromString('--heap-growing-percent=20');
}
