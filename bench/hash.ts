// `npm run bench -- hash`: hashes a source folder of 1 GB, beside `sha256sum` on the same files.
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSourceTree } from '../src/adapters/local/source-tree.ts';
import { type Measurement, besidePeer, median } from './measurement.ts';

/** 1,000 files of 1 MB in 40 folders, and as many folders again that the ignore file leaves out. */
const files = 1000;
const folders = 40;
const bytesOfFile = 1_000_000;
const rounds = 5;

/** Pairs the two in every round, so that a slow moment of the machine meets both. */
export async function* hashing(note: (line: string) => void): AsyncGenerator<Measurement> {
  const root = mkdtempSync(join(tmpdir(), 'bench-hash-'));
  try {
    note('hash: writes 1 GB of random files');
    const paths = fill(root);
    const ours: number[] = [];
    const peers: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      ours.push(await timed(() => readSourceTree(root)));
      peers.push(await timed(() => execFileSync('sha256sum', paths, { cwd: root, stdio: 'ignore' })));
    }
    yield besidePeer('hash/1-gb-folder', median(ours), 'ms', median(peers));
  } finally {
    rmSync(root, { recursive: true });
  }
}

/** @returns the paths of the files that count */
function fill(root: string): readonly string[] {
  writeFileSync(join(root, '.amlignore'), 'left-out/\n');
  for (let index = 0; index < folders; index += 1) {
    mkdirSync(join(root, `folder-${index}`));
    mkdirSync(join(root, 'left-out', `folder-${index}`), { recursive: true });
    writeFileSync(join(root, 'left-out', `folder-${index}`, 'data.bin'), randomBytes(bytesOfFile));
  }
  return Array.from({ length: files }, (_, index) => {
    const path = `folder-${index % folders}/file-${index}.bin`;
    writeFileSync(join(root, path), randomBytes(bytesOfFile));
    return path;
  });
}

async function timed(work: () => unknown): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}
