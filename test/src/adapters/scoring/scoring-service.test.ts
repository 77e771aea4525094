import assert from 'node:assert/strict';
import { createScoringService } from '../../../../src/adapters/scoring/scoring-service.ts';
import { catalogueError } from '../../../support/catalogue-error.ts';
import { startHttpServer } from '../../../support/http-server.ts';

describe('src/adapters/scoring/scoring-service.ts', () => {
  const request = { credential: { authorization: 'Bearer k' }, deployment: 'blue', body: '{"data": [1]}' };

  it('addresses one deployment with the key, and hands back whatever it answers', async () => {
    const server = await startHttpServer((incoming) => ({
      status: 424,
      headers: { 'ms-azureml-model-error-reason': 'ValueError' },
      body: JSON.stringify({
        authorization: incoming.headers['authorization'],
        deployment: incoming.headers['azureml-model-deployment'],
        body: incoming.body,
      }),
    }));
    try {
      const times = [100, 125];
      const service = createScoringService(() => times.shift() ?? 0);
      const answer = await service.score({ ...request, uri: `${server.origin}/score` });
      assert.deepEqual(
        { ...answer, body: JSON.parse(answer.body) as unknown },
        {
          status: 424,
          reason: 'ValueError',
          milliseconds: 25,
          body: { authorization: 'Bearer k', deployment: 'blue', body: '{"data": [1]}' },
        },
      );
    } finally {
      await server.close();
    }
  });

  it('says why there was no answer at all', async () => {
    const service = createScoringService(() => 0);
    const uri = 'http://127.0.0.1:1/score';
    await assert.rejects(service.score({ ...request, uri }), catalogueError('SmokeTestNotReachable', uri));
  });
});
