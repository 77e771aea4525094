// Cases of which the second never ends and the third fails.
export function runCase(seed: number): Promise<string> {
  while (seed === 2);
  return seed === 3 ? Promise.reject(new Error('seed 3 is wrong')) : Promise.resolve('plan');
}
