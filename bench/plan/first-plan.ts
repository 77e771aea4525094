// One process that makes its first plans, as bundled as what is shipped; prints one JSON object.
import { readFileSync } from 'node:fs';
import { performance, type PerformanceNodeTiming } from 'node:perf_hooks';
import { compileLargest } from './compile-largest.ts';
import type { FirstPlan } from './first-plans.ts';

/** Milliseconds that this thread has had the processor, which a busy machine can not make longer; only Linux tells. */
function processorTime(): number | undefined {
  try {
    const [nanoseconds] = readFileSync(`/proc/self/task/${process.pid}/schedstat`, 'utf8').split(' ');
    return Number(nanoseconds) / 1e6;
  } catch {
    return undefined;
  }
}

const { bootstrapComplete }: PerformanceNodeTiming = performance.nodeTiming;
const loadMs = performance.now() - bootstrapComplete;

const [spent, started] = [processorTime(), performance.now()];
compileLargest();
const [firstMs, after] = [performance.now() - started, processorTime()];

const print = (figures: FirstPlan) => {
  console.log(JSON.stringify(figures));
};
print({
  loadMs,
  firstMs,
  ...(spent !== undefined && after !== undefined && { firstProcessorMs: after - spent }),
});
