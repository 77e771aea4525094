import { watchStateContract } from '../contracts/watch-state.contract.ts';
import { createMemoryWatchState } from './memory-watch-state.ts';

describe('test/support/memory-watch-state.ts', () => {
  watchStateContract(createMemoryWatchState);
});
