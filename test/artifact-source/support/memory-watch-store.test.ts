import { watchStoreContract } from '../../contracts/watch-store.contract.ts';
import { createMemoryWatchStore } from './memory-watch-store.ts';

describe('test/artifact-source/support/memory-watch-store.ts', () => {
  watchStoreContract(createMemoryWatchStore);
});
