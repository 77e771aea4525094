// CPU time of a group of processes, from the kernel's own books (Linux); elsewhere nobody knows.
import { readdirSync, readFileSync } from 'node:fs';

/** The kernel counts in hundredths of a second, whatever its own clock does. */
const tickMs = 10;

/** Milliseconds of CPU time of the living processes of `group`; undefined where it can not be read. */
export function groupCpuMilliseconds(group: number): number | undefined {
  let ticks: number | undefined;
  try {
    for (const name of readdirSync('/proc')) {
      if (!/^\d+$/.test(name)) continue;
      ticks = (ticks ?? 0) + ticksOf(name, group);
    }
  } catch {
    return undefined;
  }
  return ticks === undefined ? undefined : ticks * tickMs;
}

function ticksOf(pid: string, group: number): number {
  try {
    // After the name in parentheses, which may hold anything: state ppid pgrp ... utime (12th) stime (13th).
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    if (Number(fields[2]) !== group) return 0;
    return Number(fields[11] ?? 0) + Number(fields[12] ?? 0);
  } catch {
    // It ended while it was looked at.
    return 0;
  }
}
